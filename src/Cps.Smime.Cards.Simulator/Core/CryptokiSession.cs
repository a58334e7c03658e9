using System.Security.Cryptography;

namespace Cps.Smime.Cards.Simulator;

/// <summary>A session (PKCS#11 v2.20 section 6.7): at most one search, one digest, one signature and one decryption at a time.</summary>
internal sealed class CryptokiSession(ulong handle, SimulatedReader reader, bool readWrite)
{
    public ulong Handle { get; } = handle;

    public SimulatedReader Reader { get; } = reader;

    public bool IsReadWrite { get; } = readWrite;

    public Queue<ulong>? Search { get; set; }

    public IncrementalHash? Digest { get; set; }

    public KeyOperation? Sign { get; set; }

    public KeyOperation? Decrypt { get; set; }

    /// <summary>A signature or decryption that was begun and not finished.</summary>
    public sealed class KeyOperation(CryptokiMechanism mechanism, TokenObject key)
    {
        public CryptokiMechanism Mechanism { get; } = mechanism;

        public TokenObject Key { get; } = key;

        public bool IsAuthenticated { get; set; } = !key.AlwaysAuthenticate;

        public MemoryStream Data { get; } = new();

        public bool IsMultiPart { get; set; }
    }
}
