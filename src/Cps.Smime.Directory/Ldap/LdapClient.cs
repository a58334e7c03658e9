using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// A search-only LDAPv3 client (RFC 4511) with deadlines: each search connects, binds, searches page by page and unbinds, all within
/// the timeouts of its options, whatever the server does. Safe for any number of threads; it holds nothing between searches.
/// </summary>
public sealed class LdapClient : ILdapTransport
{
    private readonly LdapDirectoryOptions _options;

    /// <summary>Makes a client of one server.</summary>
    /// <exception cref="ArgumentException">The options do not make sense together.</exception>
    public LdapClient(LdapDirectoryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        Name = options.ServerName;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public async ValueTask<LdapSearchResult> SearchAsync(LdapSearch search, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(search.MaximumEntries);
        ArgumentOutOfRangeException.ThrowIfNegative(search.PageSize);
        using CancellationTokenSource totalTimer = new(_options.TotalTimeout, _options.TimeProvider);
        using CancellationTokenSource total = CancellationTokenSource.CreateLinkedTokenSource(totalTimer.Token, cancellationToken);
        try
        {
            LdapConnection connection = await ConnectAsync(total.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await BindAsync(connection, total.Token).ConfigureAwait(false);
                LdapSearchResult result = await new SearchRun(connection, search, _options).RunAsync(total.Token).ConfigureAwait(false);
                await connection.TellAsync(UnbindRequest.Instance, total.Token).ConfigureAwait(false);
                return result;
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested
            && (e is OperationCanceledException || LdapErrors.Translate(Name, e) is not null))
        {
            // A cancelled read may also surface as the broken connection that it caused.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (totalTimer.IsCancellationRequested)
        {
            throw LdapErrors.Timeout(Name, _options.TotalTimeout);
        }
        catch (Exception e) when (e is not DirectoryException && LdapErrors.Translate(Name, e) is DirectoryException translated)
        {
            throw totalTimer.IsCancellationRequested ? LdapErrors.Timeout(Name, _options.TotalTimeout) : translated;
        }
    }

    private async Task<LdapConnection> ConnectAsync(CancellationToken total)
    {
        using CancellationTokenSource connectTimer = new(_options.ConnectTimeout, _options.TimeProvider);
        using CancellationTokenSource connect = CancellationTokenSource.CreateLinkedTokenSource(connectTimer.Token, total);
        try
        {
            return await LdapConnection.OpenAsync(_options, connect.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!total.IsCancellationRequested)
        {
            throw LdapErrors.Timeout(Name, _options.ConnectTimeout);
        }
    }

    private async Task BindAsync(LdapConnection connection, CancellationToken cancellationToken)
    {
        byte[] password = [];
        BindRequest request = BindRequest.Anonymous;
        try
        {
            if (_options.BindDn is not null)
            {
                // A name with an empty password would be accepted as anonymous by some servers (RFC 4513 section 5.1.2).
                password = await _options.BindPassword!(cancellationToken).ConfigureAwait(false);
                request = password.Length > 0 && _options.BindDn.Length > 0
                    ? BindRequest.Simple(_options.BindDn, password)
                    : throw new DirectoryException(CpsErrorCode.DirectoryAnswer, "the bind DN or its password is empty", Name, "Give both, or neither.");
            }

            LdapMessage answer = await connection.AskAsync(request, LdapTags.BindResponse, cancellationToken).ConfigureAwait(false);
            connection.Require(BindResponse.Read(answer), "bind");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }
}
