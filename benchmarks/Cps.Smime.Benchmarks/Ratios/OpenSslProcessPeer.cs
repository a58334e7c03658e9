using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Benchmarks.Ratios;

/// <summary>
/// OpenSSL as the program <c>openssl cms</c>, two processes a message, where its library cannot be loaded (see <see cref="OpenSslPeer"/>). What it
/// takes to start them is in its figures.
/// </summary>
internal sealed class OpenSslProcessPeer : IPeer
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cps-smime-ratios-").FullName;
    private readonly byte[] _header;
    private readonly string[] _recipients;
    private readonly Lazy<string?> _refusal = new(Refusal);

    public OpenSslProcessPeer(Material material)
    {
        Write("signer.pem", material.Sender.Certificate.ToPem());
        Write("signer.key", material.Sender.PrivateKey.ExportPkcs8PrivateKeyPem());
        Write("chain.pem", string.Join('\n', material.Sender.Intermediates.Select(c => c.ToPem())));
        Write("recipient.key", material.Recipient.PrivateKey.ExportPkcs8PrivateKeyPem());
        _recipients = [.. material.Recipients.Select((c, i) => Write($"recipient{i}.pem", c.ToPem()))];
        _header = Encoding.ASCII.GetBytes($"From: {material.SenderPerson.EmailAddress}\r\nTo: correspondent@cabinet.example\r\nSubject: Benchmark\r\n");
    }

    public string Name => "OpenSSL-process";

    public string Work => "openssl cms, two processes a message: signature only (-noverify): no path, no address; their start and their reading of keys and "
        + "certificates counted; the attachment's own base64 by the benchmark's vectorised glue";

    public string? Declines(Scenario scenario) => _refusal.Value;

    public void Seal(Scenario scenario, ReadOnlyMemory<byte> attachment, Stream output)
    {
        byte[] signed = Run(MailGlue.Content(attachment.Span), "-sign", "-binary", "-crlfeol", "-md", "sha256",
            "-signer", PathOf("signer.pem"), "-inkey", PathOf("signer.key"), "-certfile", PathOf("chain.pem"));
        output.Write(_header);
        output.Write(Run(signed, ["-encrypt", "-binary", "-crlfeol", scenario.IsGcm ? "-aes-256-gcm" : "-aes-256-cbc", .. _recipients[..scenario.Recipients]]));
    }

    public void Open(Scenario scenario, ReadOnlyMemory<byte> message, Stream attachment)
    {
        byte[] signed = Run(message, "-decrypt", "-binary", "-recip", _recipients[0], "-inkey", PathOf("recipient.key"));
        MailGlue.WriteAttachment(Run(signed, "-verify", "-noverify"), attachment);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? Refusal()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("openssl", ["version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0 ? null : "the program openssl does not run";
        }
        catch (Win32Exception)
        {
            return "neither libcrypto.so.3 nor the program openssl is on this machine";
        }
    }

    private static byte[] Run(ReadOnlyMemory<byte> input, params string[] arguments)
    {
        ProcessStartInfo start = new("openssl", ["cms", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task writing = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input.Span);
            process.StandardInput.Close();
        });
        Task<string> errors = process.StandardError.ReadToEndAsync();
        MemoryStream output = new((input.Length * 3 / 2) + 10_000);
        process.StandardOutput.BaseStream.CopyTo(output);
        writing.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray()
            : throw new CryptographicException($"openssl cms {arguments[0]} failed: {errors.GetAwaiter().GetResult()}");
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }
}
