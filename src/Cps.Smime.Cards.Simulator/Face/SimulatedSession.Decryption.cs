using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// Decryption of one block. The stream form begins the operation before it reads, so a stream that logs in when it is read is the way
/// to a login between C_DecryptInit and C_Decrypt, which Pkcs11Interop's interfaces do not offer.
/// </summary>
internal sealed partial class SimulatedSession
{
    public byte[] Decrypt(IMechanism mechanism, IObjectHandle keyHandle, byte[] encryptedData) => Face.Call(() =>
    {
        cryptoki.DecryptInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        return cryptoki.Decrypt(handle, encryptedData);
    });

    public void Decrypt(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, Stream outputStream) =>
        Decrypt(mechanism, keyHandle, inputStream, outputStream, DefaultBufferLength);

    public void Decrypt(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, Stream outputStream, int bufferLength) => Face.Call(() =>
    {
        cryptoki.DecryptInit(handle, SimulatedMechanism.Read(mechanism), keyHandle.ObjectId);
        using MemoryStream encrypted = new();
        ForEachPart(inputStream, bufferLength, part => encrypted.Write(part));
        outputStream.Write(cryptoki.Decrypt(handle, encrypted.ToArray()));
    });
}
