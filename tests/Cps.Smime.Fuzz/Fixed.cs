using System.Security.Cryptography;
using System.Text;

namespace Cps.Smime.Fuzz;

/// <summary>What is the same in every run: the time, and the secrets that are no files.</summary>
internal static class Fixed
{
    /// <summary>The clock stands here: certificates, and the reports about them, do not age.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TimeProvider Time { get; } = new StoppedClock();

    /// <summary>Octets that are always the same for a name.</summary>
    public static byte[] Secret(string name, int length) => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(name), "fuzz octets"u8, 1, HashAlgorithmName.SHA256, length);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
