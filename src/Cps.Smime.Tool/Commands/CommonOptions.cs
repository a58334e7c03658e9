using System.CommandLine;
using System.Globalization;
using Cps.Smime.Certificates;
using Cps.Smime.Directories;

namespace Cps.Smime.Tool.Commands;

/// <summary>The options that several commands have, and what they name.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object instead of the report." };

    public static Option<string> Trust(bool required) => new("--trust")
    {
        Description = "The trusted authorities: a PEM file, or a folder of certificates.",
        HelpName = "ANCHORS",
        Required = required,
    };

    public static Option<string> Directory(bool required) => new("--directory")
    {
        Description = "An LDIF file, a folder of certificates, or an ldap:// or ldaps:// URL with its base DN.",
        HelpName = "DIR",
        Required = required,
    };

    public static Option<string> PasswordFile() => new("--password-file")
    {
        Description = "A file whose first line is the password of the key files.",
        HelpName = "FILE",
    };

    public static Option<string> Module() => new("--module")
    {
        Description = "The absolute path of the PKCS#11 module; without it, the installed Cryptolib CPS.",
        HelpName = "PATH",
    };

    /// <summary>The authorities of <c>--trust</c>.</summary>
    public static TrustAnchors LoadAnchors(string path)
    {
        InputFiles.Require("--trust", path, orFolder: true);
        return TrustAnchors.Load(path);
    }

    /// <summary>Opens the directory of <c>--directory</c>. An LDAP server is not asked yet.</summary>
    public static async Task<ICertificateDirectory> OpenDirectoryAsync(string location, TrustAnchors? anchors, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(location))
        {
            throw new UsageException("--directory is empty");
        }

        bool isLdaps = location.StartsWith("ldaps:", StringComparison.OrdinalIgnoreCase);
        if (isLdaps && anchors is null)
        {
            throw new UsageException("a directory of ldaps:// needs the authorities that its certificate is judged by", location, "Give --trust ANCHORS");
        }

        if (!location.Contains("://", StringComparison.Ordinal))
        {
            InputFiles.Require("--directory", location, orFolder: true);
        }

        try
        {
            return await DirectoryLocation.OpenAsync(location, o => anchors is null ? o : o with { Anchors = anchors }, cancellationToken);
        }
        catch (DirectoryException e) when (location.Contains("://", StringComparison.Ordinal) && e.Code == CpsErrorCode.InputUnreadable)
        {
            throw new UsageException(e.Message, e.Subject, e.Advice);
        }
    }

    /// <summary>An address of the command line.</summary>
    public static EmailAddress ParseAddress(string option, string text) => EmailAddress.TryParse(text, out EmailAddress? address)
        ? address
        : throw new UsageException($"{option} is not a mail address", text, "Write it as name@domain");

    /// <summary>The time of <c>--at</c>, which means nothing without the authorities that judge certificates; null when it was not given.</summary>
    public static DateTimeOffset? ParseAt(string? text, string? trust) => text is null ? null
        : trust is not null ? ParseTime("--at", text)
        : throw new UsageException("--at says when certificates must be valid, and without --trust none is judged", text, "Give --trust ANCHORS");

    /// <summary>A date (its first moment, UTC) or a time with its offset (UTC without one), in ISO 8601.</summary>
    public static DateTimeOffset ParseTime(string option, string text)
    {
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        return DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new UsageException($"{option} is not a date", text, "Write it as 2026-01-31 or 2026-01-31T10:00:00+01:00");
    }
}
