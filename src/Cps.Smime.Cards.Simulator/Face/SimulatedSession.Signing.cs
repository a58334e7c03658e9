using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>Signing and digesting.</summary>
internal sealed partial class SimulatedSession
{
    private const int DefaultBufferLength = 4096;

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, byte[] data) => Face.Call(() =>
    {
        cryptoki.SignInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        return cryptoki.Sign(handle, data);
    });

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, string keyPin, byte[] data) =>
        Sign(mechanism, keyHandle, Encoding.UTF8.GetBytes(keyPin), data);

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, byte[] keyPin, byte[] data) => Face.Call(() =>
    {
        cryptoki.SignInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        cryptoki.Login(handle, (ulong)CKU.CKU_CONTEXT_SPECIFIC, keyPin);
        return cryptoki.Sign(handle, data);
    });

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream) =>
        Sign(mechanism, keyHandle, inputStream, DefaultBufferLength);

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, string keyPin, Stream inputStream) =>
        Sign(mechanism, keyHandle, keyPin, inputStream, DefaultBufferLength);

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, byte[] keyPin, Stream inputStream) =>
        Sign(mechanism, keyHandle, keyPin, inputStream, DefaultBufferLength);

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, int bufferLength) => Face.Call(() =>
    {
        cryptoki.SignInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        return SignParts(inputStream, bufferLength);
    });

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, string keyPin, Stream inputStream, int bufferLength) =>
        Sign(mechanism, keyHandle, Encoding.UTF8.GetBytes(keyPin), inputStream, bufferLength);

    public byte[] Sign(IMechanism mechanism, IObjectHandle keyHandle, byte[] keyPin, Stream inputStream, int bufferLength) => Face.Call(() =>
    {
        cryptoki.SignInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        cryptoki.Login(handle, (ulong)CKU.CKU_CONTEXT_SPECIFIC, keyPin);
        return SignParts(inputStream, bufferLength);
    });

    public byte[] Digest(IMechanism mechanism, byte[] data)
    {
        using MemoryStream stream = new(data);
        return Digest(mechanism, stream);
    }

    public byte[] Digest(IMechanism mechanism, Stream inputStream) => Digest(mechanism, inputStream, DefaultBufferLength);

    public byte[] Digest(IMechanism mechanism, Stream inputStream, int bufferLength) => Face.Call(() =>
    {
        cryptoki.DigestInit(handle, mechanism.Type);
        ForEachPart(inputStream, bufferLength, part => cryptoki.DigestUpdate(handle, part));
        return cryptoki.DigestFinal(handle);
    });

    public byte[] DigestKey(IMechanism mechanism, IObjectHandle keyHandle) => throw Face.NotSupported("C_DigestKey");

    private byte[] SignParts(Stream input, int bufferLength)
    {
        ForEachPart(input, bufferLength, part => cryptoki.SignUpdate(handle, part));
        return cryptoki.SignFinal(handle);
    }

    private static void ForEachPart(Stream input, int bufferLength, Action<byte[]> use)
    {
        byte[] buffer = new byte[bufferLength];
        for (int read = input.Read(buffer, 0, bufferLength); read > 0; read = input.Read(buffer, 0, bufferLength))
        {
            use(buffer[..read]);
        }
    }
}
