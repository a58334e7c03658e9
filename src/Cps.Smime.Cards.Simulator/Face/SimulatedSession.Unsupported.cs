using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// What a CPS card's module does not have (CKR_FUNCTION_NOT_SUPPORTED), and what the real one does without the card and nobody needs
/// here: encryption and verification, which the library does from the certificate.
/// </summary>
internal sealed partial class SimulatedSession
{
    public byte[] GetOperationState() => throw Face.NotSupported("C_GetOperationState");

    public void SetOperationState(byte[] state, IObjectHandle encryptionKey, IObjectHandle authenticationKey) =>
        throw Face.NotSupported("C_SetOperationState");

    public byte[] Encrypt(IMechanism mechanism, IObjectHandle keyHandle, byte[] data) => throw Face.NotSupported("C_EncryptInit");

    public void Encrypt(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported("C_EncryptInit");

    public void Encrypt(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, Stream outputStream, int bufferLength) =>
        throw Face.NotSupported("C_EncryptInit");

    public byte[] SignRecover(IMechanism mechanism, IObjectHandle keyHandle, byte[] data) => throw Face.NotSupported("C_SignRecoverInit");

    public byte[] SignRecover(IMechanism mechanism, IObjectHandle keyHandle, string keyPin, byte[] data) =>
        throw Face.NotSupported("C_SignRecoverInit");

    public byte[] SignRecover(IMechanism mechanism, IObjectHandle keyHandle, byte[] keyPin, byte[] data) =>
        throw Face.NotSupported("C_SignRecoverInit");

    public void Verify(IMechanism mechanism, IObjectHandle keyHandle, byte[] data, byte[] signature, out bool isValid) =>
        throw Face.NotSupported("C_VerifyInit");

    public void Verify(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, byte[] signature, out bool isValid) =>
        throw Face.NotSupported("C_VerifyInit");

    public void Verify(IMechanism mechanism, IObjectHandle keyHandle, Stream inputStream, byte[] signature, out bool isValid, int bufferLength) =>
        throw Face.NotSupported("C_VerifyInit");

    public byte[] VerifyRecover(IMechanism mechanism, IObjectHandle keyHandle, byte[] signature, out bool isValid) =>
        throw Face.NotSupported("C_VerifyRecoverInit");

    public IObjectHandle GenerateKey(IMechanism mechanism, List<IObjectAttribute> attributes) => throw Face.NotSupported("C_GenerateKey");

    public void GenerateKeyPair(IMechanism mechanism, List<IObjectAttribute> publicKeyAttributes, List<IObjectAttribute> privateKeyAttributes,
        out IObjectHandle publicKeyHandle, out IObjectHandle privateKeyHandle) => throw Face.NotSupported("C_GenerateKeyPair");

    public byte[] WrapKey(IMechanism mechanism, IObjectHandle wrappingKeyHandle, IObjectHandle keyHandle) => throw Face.NotSupported("C_WrapKey");

    public IObjectHandle UnwrapKey(IMechanism mechanism, IObjectHandle unwrappingKeyHandle, byte[] wrappedKey, List<IObjectAttribute> attributes) =>
        throw Face.NotSupported("C_UnwrapKey");

    public IObjectHandle DeriveKey(IMechanism mechanism, IObjectHandle baseKeyHandle, List<IObjectAttribute> attributes) =>
        throw Face.NotSupported("C_DeriveKey");

    public void SeedRandom(byte[] seed) => throw Face.NotSupported("C_SeedRandom");

    public byte[] GenerateRandom(int length) => throw Face.NotSupported("C_GenerateRandom");

    public void GetFunctionStatus() => throw Face.NotSupported("C_GetFunctionStatus");

    public void CancelFunction() => throw Face.NotSupported("C_CancelFunction");
}
