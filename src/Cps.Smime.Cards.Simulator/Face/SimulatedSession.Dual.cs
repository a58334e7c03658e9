using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>The dual-purpose functions (PKCS#11 v2.20 section 11.13), which CPS cards do not have.</summary>
internal sealed partial class SimulatedSession
{
    private const string DigestEncryptUpdate = "C_DigestEncryptUpdate";
    private const string DecryptDigestUpdate = "C_DecryptDigestUpdate";
    private const string SignEncryptUpdate = "C_SignEncryptUpdate";
    private const string DecryptVerifyUpdate = "C_DecryptVerifyUpdate";

    public void DigestEncrypt(IMechanism digestingMechanism, IMechanism encryptionMechanism, IObjectHandle keyHandle, byte[] data,
        out byte[] digest, out byte[] encryptedData) =>
        throw Face.NotSupported(DigestEncryptUpdate);

    public byte[] DigestEncrypt(IMechanism digestingMechanism, IMechanism encryptionMechanism, IObjectHandle keyHandle,
        Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported(DigestEncryptUpdate);

    public byte[] DigestEncrypt(IMechanism digestingMechanism, IMechanism encryptionMechanism, IObjectHandle keyHandle,
        Stream inputStream, Stream outputStream, int bufferLength) =>
        throw Face.NotSupported(DigestEncryptUpdate);

    public void DecryptDigest(IMechanism digestingMechanism, IMechanism decryptionMechanism, IObjectHandle keyHandle, byte[] data,
        out byte[] digest, out byte[] decryptedData) =>
        throw Face.NotSupported(DecryptDigestUpdate);

    public byte[] DecryptDigest(IMechanism digestingMechanism, IMechanism decryptionMechanism, IObjectHandle keyHandle,
        Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported(DecryptDigestUpdate);

    public byte[] DecryptDigest(IMechanism digestingMechanism, IMechanism decryptionMechanism, IObjectHandle keyHandle,
        Stream inputStream, Stream outputStream, int bufferLength) =>
        throw Face.NotSupported(DecryptDigestUpdate);

    public void SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, IMechanism encryptionMechanism,
        IObjectHandle encryptionKeyHandle, byte[] data, out byte[] signature, out byte[] encryptedData) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public void SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, string signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, byte[] data, out byte[] signature,
        out byte[] encryptedData) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public void SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, byte[] signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, byte[] data, out byte[] signature,
        out byte[] encryptedData) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, IMechanism encryptionMechanism,
        IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, string signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, byte[] signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, IMechanism encryptionMechanism,
        IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream, int bufferLength) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, string signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream,
        int bufferLength) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public byte[] SignEncrypt(IMechanism signingMechanism, IObjectHandle signingKeyHandle, byte[] signingKeyPin,
        IMechanism encryptionMechanism, IObjectHandle encryptionKeyHandle, Stream inputStream, Stream outputStream,
        int bufferLength) =>
        throw Face.NotSupported(SignEncryptUpdate);

    public void DecryptVerify(IMechanism verificationMechanism, IObjectHandle verificationKeyHandle,
        IMechanism decryptionMechanism, IObjectHandle decryptionKeyHandle, byte[] data, byte[] signature,
        out byte[] decryptedData, out bool isValid) =>
        throw Face.NotSupported(DecryptVerifyUpdate);

    public void DecryptVerify(IMechanism verificationMechanism, IObjectHandle verificationKeyHandle,
        IMechanism decryptionMechanism, IObjectHandle decryptionKeyHandle, Stream inputStream, Stream outputStream,
        byte[] signature, out bool isValid) =>
        throw Face.NotSupported(DecryptVerifyUpdate);

    public void DecryptVerify(IMechanism verificationMechanism, IObjectHandle verificationKeyHandle,
        IMechanism decryptionMechanism, IObjectHandle decryptionKeyHandle, Stream inputStream, Stream outputStream,
        byte[] signature, out bool isValid, int bufferLength) =>
        throw Face.NotSupported(DecryptVerifyUpdate);
}
