using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>Reads what CERT names on the command line: a file with one certificate, beside which authorities may stand (PEM, DER, p7b).</summary>
internal static class RecipientFile
{
    private const int MaximumLength = 16 * 1024 * 1024;

    public static async Task<Certificate> ReadAsync(string path, CancellationToken cancellationToken)
    {
        IReadOnlyList<Certificate> all = await InputFiles.NamingAsync(path, async () =>
        {
            await using FileStream file = InputFiles.Open(path);
            byte[] buffer = new byte[MaximumLength + 1];
            int length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return Certificate.ReadAll(buffer.AsSpan(0, length));
        });
        List<Certificate> holders = [.. all.Distinct().Where(c => !c.IsAuthority)];
        return holders.Count == 1 ? holders[0]
            : holders.Count == 0 && all.Distinct().Count() == 1 ? all[0]
            : throw new CertificateException(CpsErrorCode.Refused, "the file does not hold the certificate of one person", path, "Give each certificate in a file of its own");
    }

    public static async Task<IReadOnlyList<Certificate>> ReadAllAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        List<Certificate> certificates = [];
        foreach (string path in paths)
        {
            certificates.Add(await ReadAsync(path, cancellationToken));
        }

        return certificates;
    }
}
