using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes.Tests.Corpora;

/// <summary>Reads a file of a corpus as what it is, and says in a line what came of it.</summary>
internal sealed class CorpusReading(string folder, CorpusFile file)
{
    public async Task<string> OutcomeAsync()
    {
        try
        {
            return file.As switch
            {
                "message" => await new CorpusMessage(folder, file).ReadAsync(Decode(Bytes(file.Path)), null),
                "mail" => await ReadMailAsync(),
                "certificate" => string.Join(", ", Certificate.ReadAll(Bytes(file.Path)).Select(c => c.Subject.ToString())),
                "key" => ReadKey(),
                "pem" => $"{Keys([.. Bytes(file.Path), .. file.Options.TryGetValue("with", out string? other) ? Bytes(other) : []], "")} keys",
                "pkcs12" => $"{Keys(Decode(Bytes(file.Path)), file.Options["password"])} keys",
                "vectors" => $"{JsonDocument.Parse(Bytes(file.Path)).RootElement.GetProperty("numberOfTests").GetInt32()} vectors",
                _ => await ReadOtherAsync(),
            };
        }
        catch (CpsException e)
        {
            return e.Code.ToString();
        }
    }

    /// <summary>The first PEM block of a file, or the file.</summary>
    public static byte[] Decode(byte[] file)
    {
        string text = Encoding.Latin1.GetString(file);
        return PemEncoding.TryFind(text, out PemFields pem) ? Convert.FromBase64String(text[pem.Base64Data]) : file;
    }

    private byte[] Bytes(string path) => File.ReadAllBytes(Path.Combine(folder, path));

    // Just enough of MIME for the two forms in which examples of RFCs come; real mail is for Cps.Smime.Mime.
    private Task<string> ReadMailAsync()
    {
        string text = Encoding.Latin1.GetString(Bytes(file.Path)).ReplaceLineEndings("\r\n");
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string body = text[(end + 4)..];
        int boundary = text.IndexOf("boundary=\"", StringComparison.Ordinal);
        if (boundary < 0 || boundary > end)
        {
            return new CorpusMessage(folder, file).ReadAsync(Convert.FromBase64String(body), null);
        }

        string line = "--" + text[(boundary + 10)..text.IndexOf('"', boundary + 10)];
        string[] parts = ("\r\n" + body).Split("\r\n" + line);
        byte[] content = Encoding.Latin1.GetBytes(parts[1][2..]);
        string signature = parts[2][(parts[2].IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        return new CorpusMessage(folder, file).ReadAsync(Convert.FromBase64String(signature), content);
    }

    private string ReadKey()
    {
        Certificate certificate = Certificate.ReadAll(Bytes(file.Options["of"]))[0];
        byte[] key = Decode(Bytes(file.Path));
        using IDisposable made = certificate.PublicKey.Algorithm.Oid == RecipientOids.X25519 ? X25519Key.FromPkcs8(certificate, key) : SoftwareKey.FromPkcs8(certificate, key);
        return "the certificate's key";
    }

    private static int Keys(byte[] keyFile, string password)
    {
        IReadOnlyList<SoftwareKey> keys = KeyFile.Read(keyFile, password);
        foreach (SoftwareKey key in keys)
        {
            key.Dispose();
        }

        return keys.Count;
    }

    private async Task<string> ReadOtherAsync()
    {
        using CmsReader reader = await CmsReader.OpenAsync(new MemoryStream(Decode(Bytes(file.Path))));
        return "a message";
    }
}
