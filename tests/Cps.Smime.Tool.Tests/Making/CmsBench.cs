namespace Cps.Smime.Tool.Tests;

/// <summary>A folder in which the tool and OpenSSL work on the same files.</summary>
internal sealed class CmsBench : IDisposable
{
    private readonly string _openssl = ForeignSoftware.Require("openssl", "openssl");

    public TempFolder Folder { get; } = new();

    /// <summary>What OpenSSL calls each form.</summary>
    public static string OpenSslForm(string form) => form switch
    {
        "pem" => "PEM",
        "smime" or "multipart" => "SMIME",
        _ => "DER",
    };

    public string File(string name) => Folder.File(name);

    public string[] Files() => [.. Directory.GetFileSystemEntries(Folder.Path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Bytes that no line end or encoding leaves alone.</summary>
    public string WriteContent(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        return Folder.Write("content.bin", content);
    }

    public static ProgramResult Cms(params string[] arguments) => Tool.Run(["cms", .. arguments]);

    public ProgramResult TryOpenSsl(params string[] arguments) => ForeignSoftware.Run(_openssl, arguments);

    public string OpenSsl(params string[] arguments) => TryOpenSsl(arguments).Succeeded().Output;

    /// <summary>OpenSSL finds every signature good and every signer trusted, and this content.</summary>
    public void OpenSslVerifies(string message, string form, string content, params string[] more)
    {
        // With -binary it takes the line end before a boundary for content.
        string[] binary = form == "multipart" ? [] : ["-binary"];
        OpenSsl(["cms", "-verify", .. binary, "-inform", OpenSslForm(form), "-in", message, "-CAfile", Practice.Anchors, "-purpose", "any", "-out", File("verified"), .. more]);
        Assert.Equal(System.IO.File.ReadAllBytes(content), System.IO.File.ReadAllBytes(File("verified")));
    }

    /// <summary>OpenSSL decrypts it to this content.</summary>
    public void OpenSslDecrypts(string message, string form, string key, string content, params string[] more)
    {
        OpenSsl(["cms", "-decrypt", "-binary", "-inform", OpenSslForm(form), "-in", message, "-recip", key, "-inkey", key, "-out", File("decrypted"), .. more]);
        Assert.Equal(System.IO.File.ReadAllBytes(content), System.IO.File.ReadAllBytes(File("decrypted")));
    }

    /// <summary>OpenSSL sees no indefinite length and no string in segments.</summary>
    public void OpenSslSeesDer(string message, string form = "der")
    {
        string structure = OpenSsl("asn1parse", "-inform", OpenSslForm(form), "-in", message);
        Assert.DoesNotContain("l=inf", structure, StringComparison.Ordinal);
        Assert.DoesNotContain("cons: OCTET STRING", structure, StringComparison.Ordinal);
        Assert.DoesNotContain("EOC", structure, StringComparison.Ordinal);
    }

    public void AssertSame(string expected, string actual) => Assert.Equal(System.IO.File.ReadAllBytes(expected), System.IO.File.ReadAllBytes(actual));

    public void Dispose() => Folder.Dispose();
}
