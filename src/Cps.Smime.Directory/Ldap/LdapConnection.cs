using System.Formats.Asn1;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>
/// One connection to a server: frames messages on the stream and pairs answers with requests. Exactly the bytes of one message are read
/// at a time, so that nothing sent in clear can be taken for something sent under TLS. For one operation at a time.
/// </summary>
internal sealed class LdapConnection : IAsyncDisposable
{
    private readonly string _server;
    private readonly int _maximumMessage;
    private readonly byte[] _header = new byte[6];
    private Stream _stream;
    private int _lastId;

    public LdapConnection(Stream stream, string server, int maximumMessage)
    {
        _stream = stream;
        _server = server;
        _maximumMessage = maximumMessage;
    }

    /// <summary>How many bytes were received in messages.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Resolves, connects, and starts TLS as the options say.</summary>
    public static async Task<LdapConnection> OpenAsync(LdapDirectoryOptions options, CancellationToken cancellationToken)
    {
        // A resolver may not heed the token, so it is not waited for.
        IPAddress[] addresses = IPAddress.TryParse(options.Host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(options.Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        LdapConnection? connection = null;
        try
        {
            await socket.ConnectAsync(addresses, options.EffectivePort, cancellationToken).ConfigureAwait(false);
            connection = new LdapConnection(new NetworkStream(socket, ownsSocket: true), options.ServerName, options.MaximumBytes);
            if (options.Tls == LdapTls.StartTls)
            {
                LdapMessage answer = await connection.AskAsync(ExtendedRequest.StartTls, LdapTags.ExtendedResponse, cancellationToken).ConfigureAwait(false);
                connection.Require(ExtendedResponse.Read(answer).Result, "StartTLS");
            }

            if (options.Tls != LdapTls.None)
            {
                await connection.StartTlsAsync(options.Host, options.Anchors, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and returns its number.</summary>
    public async Task<int> SendAsync(ILdapRequest request, LdapControl? control, CancellationToken cancellationToken)
    {
        int id = ++_lastId;
        byte[] encoded = LdapMessage.Encode(id, request, control);
        try
        {
            await _stream.WriteAsync(encoded, cancellationToken).ConfigureAwait(false);
            await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(encoded);
        }

        return id;
    }

    /// <summary>Sends a request that has one answer.</summary>
    public async Task<LdapMessage> AskAsync(ILdapRequest request, Asn1Tag answer, CancellationToken cancellationToken)
    {
        int id = await SendAsync(request, null, cancellationToken).ConfigureAwait(false);
        LdapMessage message = await ReceiveAsync(id, cancellationToken).ConfigureAwait(false);
        return message.Is(answer) ? message : throw LdapErrors.Answer(_server, "the directory answers something else than it was asked");
    }

    /// <summary>Sends a request that has no answer: a courtesy, whose failure changes nothing for the client.</summary>
    public async Task TellAsync(ILdapRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(request, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The server closed first, or the deadline came.
        }
    }

    /// <summary>Receives the next message, which must belong to this request.</summary>
    public async Task<LdapMessage> ReceiveAsync(int id, CancellationToken cancellationToken)
    {
        LdapMessage message = LdapMessage.Read(await ReceiveBytesAsync(cancellationToken).ConfigureAwait(false));
        if (message.MessageId == id)
        {
            return message;
        }

        if (message.MessageId == 0 && message.Is(LdapTags.ExtendedResponse)
            && ExtendedResponse.Read(message) is { Name: ExtendedResponse.NoticeOfDisconnection } notice)
        {
            string said = notice.Result.DiagnosticMessage.Length > 0 ? $": {PlainText.Of(notice.Result.DiagnosticMessage)}" : "";
            string ending = $"the directory ends the connection ({notice.Result.Code}){said}";
            throw new DirectoryException(CpsErrorCode.DirectoryUnavailable, ending, _server, "Try later.")
            {
                ResultCode = notice.Result.Code,
            };
        }

        throw LdapErrors.Answer(_server, "the directory answers a request that was not made");
    }

    /// <summary>Fails unless the operation succeeded.</summary>
    public void Require(LdapResult result, string operation)
    {
        if (result.Code != LdapResultCode.Success)
        {
            throw LdapErrors.Refusal(_server, operation, result);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task StartTlsAsync(string host, TrustAnchors anchors, CancellationToken cancellationToken)
    {
        using ServerCertificateCheck check = new(host, anchors);
        SslStream tls = new(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        try
        {
            await tls.AuthenticateAsClientAsync(check.Options, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationException e)
        {
            throw LdapErrors.Tls(_server, check.Refusal, e);
        }
    }

    private async Task<byte[]> ReceiveBytesAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(_header.AsMemory(0, 2), cancellationToken).ConfigureAwait(false);
        int lengthBytes = _header[1] > 0x80 ? _header[1] - 0x80 : 0;
        if (_header[0] != 0x30 || _header[1] == 0x80 || lengthBytes > 4)
        {
            throw LdapErrors.Answer(_server, "the directory answers with something that is not LDAP");
        }

        await ReadAsync(_header.AsMemory(2, lengthBytes), cancellationToken).ConfigureAwait(false);
        long length = lengthBytes == 0 ? _header[1] : 0;
        for (int i = 0; i < lengthBytes; i++)
        {
            length = (length << 8) | _header[2 + i];
        }

        if (length > _maximumMessage)
        {
            throw LdapErrors.MessageTooLarge(_server, _maximumMessage);
        }

        byte[] message = new byte[2 + lengthBytes + (int)length];
        _header.AsSpan(0, 2 + lengthBytes).CopyTo(message);
        await ReadAsync(message.AsMemory(2 + lengthBytes), cancellationToken).ConfigureAwait(false);
        BytesReceived += message.Length;
        return message;
    }

    private async Task ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (await _stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < buffer.Length)
        {
            throw LdapErrors.Unavailable(_server, "the directory closed the connection before it had answered");
        }
    }
}
