using Cps.Smime.Certificates;

namespace Cps.Smime.Directories;

/// <summary>Which LDAP server to ask, how, for what, and how much of its answer to take. Every limit is in docs/directory.md.</summary>
public sealed record LdapDirectoryOptions
{
    /// <summary>The server's host name or IP address.</summary>
    public required string Host { get; init; }

    /// <summary>The port; 0 for 636 with <see cref="LdapTls.Ldaps"/> and 389 otherwise. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>How the connection is protected. Default <see cref="LdapTls.Ldaps"/>.</summary>
    public LdapTls Tls { get; init; } = LdapTls.Ldaps;

    /// <summary>The authorities that the server's certificate must have a path to; none by default, and those of the system are not used.</summary>
    public TrustAnchors Anchors { get; init; } = TrustAnchors.None;

    /// <summary>The name to authenticate as, or null for an anonymous bind.</summary>
    public string? BindDn { get; init; }

    /// <summary>Gives the password for <see cref="BindDn"/>, in UTF-8, for each connection. The array is overwritten after use.</summary>
    public Func<CancellationToken, ValueTask<byte[]>>? BindPassword { get; init; }

    /// <summary>Whether the password may be sent without TLS. Default false.</summary>
    public bool AllowPasswordInClear { get; init; }

    /// <summary>The name below which entries are searched, such as <c>o=gip-cps,c=fr</c>. Default the root.</summary>
    public string BaseDn { get; init; } = "";

    /// <summary>How far below the base. Default the whole subtree.</summary>
    public LdapScope Scope { get; init; } = LdapScope.Subtree;

    /// <summary>The attributes that hold the address of an entry: <c>mail</c> by default, <c>cn</c> in the directories of the health insurance funds.</summary>
    public IReadOnlyList<string> MailAttributes { get; init; } = ["mail"];

    /// <summary>The attributes that hold certificates, as they are requested.</summary>
    public IReadOnlyList<string> CertificateAttributes { get; init; } =
        ["userCertificate;binary", "userCertificate", "userSMIMECertificate;binary", "userSMIMECertificate", "cACertificate;binary"];

    /// <summary>How long name resolution, connection and TLS may take in all. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a whole look-up may take, connection included. Default 15 s.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How many entries an answer gives; when there are more, the answer is partial. Default 100.</summary>
    public int MaximumEntries { get; init; } = 100;

    /// <summary>How many entries are asked for at a time (RFC 2696); 0 not to ask for pages. Default 50.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>How many bytes of answers are read in one look-up; beyond, the answer is partial. Default 1 MiB.</summary>
    public int MaximumBytes { get; init; } = 1024 * 1024;

    /// <summary>The largest value of an attribute, in bytes; a larger one is passed over. Default 256 KiB.</summary>
    public int MaximumValueBytes { get; init; } = 256 * 1024;

    /// <summary>How many values of an entry are read; the others are passed over. Default 1000.</summary>
    public int MaximumValues { get; init; } = 1000;

    /// <summary>The clock of the timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The port that is used.</summary>
    public int EffectivePort => Port != 0 ? Port : Tls == LdapTls.Ldaps ? 636 : 389;

    /// <summary>The server, as a URL without a base.</summary>
    public string ServerName => new LdapUrl(Host, EffectivePort, Tls == LdapTls.Ldaps).ToString();

    /// <summary>The options for what a URL names: server, base, scope (the whole subtree when it gives none) and certificate attributes.</summary>
    public static LdapDirectoryOptions FromUrl(LdapUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        LdapDirectoryOptions options = new()
        {
            Host = url.Host,
            Port = url.Port,
            Tls = url.IsLdaps ? LdapTls.Ldaps : LdapTls.None,
            BaseDn = url.BaseDn,
            Scope = url.Scope ?? LdapScope.Subtree,
        };
        return url.Attributes.Count == 0 ? options : options with { CertificateAttributes = url.Attributes };
    }

    /// <summary>Checks that the options make sense together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says why.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Host);
        if (Host.Length > 255 || Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            throw new ArgumentException("Host is neither a host name nor an IP address.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, 65535);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumEntries);
        ArgumentOutOfRangeException.ThrowIfNegative(PageSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumValueBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaximumValues);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ConnectTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(TotalTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TotalTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ConnectTimeout, TimeSpan.FromDays(1));
        ArgumentOutOfRangeException.ThrowIfZero(MailAttributes.Count);
        foreach (string attribute in MailAttributes.Concat(CertificateAttributes))
        {
            AttributeDescription.Require(attribute, nameof(MailAttributes));
        }

        if (Tls != LdapTls.None && Anchors.Anchors.Count == 0)
        {
            throw new ArgumentException("TLS needs the anchors that the server's certificate is judged by: set Anchors.");
        }

        if (BindDn is not null != BindPassword is not null)
        {
            throw new ArgumentException("BindDn and BindPassword go together.");
        }

        if (BindDn is not null && Tls == LdapTls.None && !AllowPasswordInClear)
        {
            throw new ArgumentException("A password is not sent without TLS unless AllowPasswordInClear is set.");
        }
    }
}
