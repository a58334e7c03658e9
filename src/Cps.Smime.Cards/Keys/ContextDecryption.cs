using System.Reflection;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;
using L41 = Net.Pkcs11Interop.LowLevelAPI41;
using L80 = Net.Pkcs11Interop.LowLevelAPI80;

namespace Cps.Smime.Cards;

/// <summary>
/// Decryption with a key that asks for its PIN at each use: C_Login(CKU_CONTEXT_SPECIFIC) stands between C_DecryptInit and C_Decrypt
/// (PKCS#11 v2.20 section 11.6), for which Pkcs11Interop's sessions have no call.
/// </summary>
internal static class ContextDecryption
{
    /// <summary>Decrypts one block.</summary>
    /// <exception cref="Pkcs11Exception">The token did not.</exception>
    public static byte[] Decrypt(KeyUse use, IMechanism mechanism, byte[] encrypted)
    {
        byte[]? pin = use.EachUsePin!.Pin;
        return LowLevel(use.Session) switch
        {
            L80.Pkcs11Library library => Decrypt(library, use, mechanism, pin, encrypted),
            L41.Pkcs11Library library => Decrypt(library, use, mechanism, pin, encrypted),
            _ => DecryptAsStream(use, mechanism, pin, encrypted),
        };
    }

    // Pkcs11Interop keeps the functions of the module in a protected field of its session classes.
    private static object? LowLevel(ISession session) =>
        session.GetType().GetField("_pkcs11Library", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(session);

    private static byte[] Decrypt(L80.Pkcs11Library library, KeyUse use, IMechanism mechanism, byte[]? pin, byte[] encrypted)
    {
        L80.CK_MECHANISM native = (L80.CK_MECHANISM)mechanism.ToMarshalableStructure();
        Check("C_DecryptInit", library.C_DecryptInit(use.Session.SessionId, ref native, use.Key.Object.ObjectId));
        Check("C_Login", library.C_Login(use.Session.SessionId, CKU.CKU_CONTEXT_SPECIFIC, pin, (ulong)(pin?.Length ?? 0)));
        ulong length = (ulong)encrypted.Length;
        byte[] block = new byte[encrypted.Length];
        Check("C_Decrypt", library.C_Decrypt(use.Session.SessionId, encrypted, (ulong)encrypted.Length, block, ref length));
        return block[..Math.Min((int)length, block.Length)];
    }

    private static byte[] Decrypt(L41.Pkcs11Library library, KeyUse use, IMechanism mechanism, byte[]? pin, byte[] encrypted)
    {
        L41.CK_MECHANISM native = (L41.CK_MECHANISM)mechanism.ToMarshalableStructure();
        Check("C_DecryptInit", library.C_DecryptInit((uint)use.Session.SessionId, ref native, (uint)use.Key.Object.ObjectId));
        Check("C_Login", library.C_Login((uint)use.Session.SessionId, CKU.CKU_CONTEXT_SPECIFIC, pin, (uint)(pin?.Length ?? 0)));
        uint length = (uint)encrypted.Length;
        byte[] block = new byte[encrypted.Length];
        Check("C_Decrypt", library.C_Decrypt((uint)use.Session.SessionId, encrypted, (uint)encrypted.Length, block, ref length));
        return block[..Math.Min((int)length, block.Length)];
    }

    // Modules of other makers behind the same interfaces: the stream is read after the operation began, so reading it logs in.
    private static byte[] DecryptAsStream(KeyUse use, IMechanism mechanism, byte[]? pin, byte[] encrypted)
    {
        using LoginOnRead input = new(encrypted, () => use.Session.Login(CKU.CKU_CONTEXT_SPECIFIC, pin));
        using MemoryStream output = new();
        use.Session.Decrypt(mechanism, use.Key.Object, input, output);
        return output.ToArray();
    }

    private static void Check(string function, CKR code)
    {
        if (code != CKR.CKR_OK)
        {
            throw new Pkcs11Exception(function, code);
        }
    }

    private sealed class LoginOnRead(byte[] content, Action login) : MemoryStream(content)
    {
        private Action? _login = login;

        public override int Read(byte[] buffer, int offset, int count)
        {
            Interlocked.Exchange(ref _login, null)?.Invoke();
            return base.Read(buffer, offset, count);
        }
    }
}
