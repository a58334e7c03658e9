using Net.Pkcs11Interop.Common;
using L40 = Net.Pkcs11Interop.LowLevelAPI40;
using L41 = Net.Pkcs11Interop.LowLevelAPI41;
using L80 = Net.Pkcs11Interop.LowLevelAPI80;
using L81 = Net.Pkcs11Interop.LowLevelAPI81;

namespace Cps.Smime.Cards;

/// <summary>
/// C_Initialize with CKF_OS_LOCKING_OK, made here to learn who initialised the module: practice software often uses the same module through
/// another binding, and C_Finalize, which is for the whole process, belongs to whoever initialised.
/// </summary>
/// <param name="File">Keeps the module's file loaded; disposing it unloads the file and calls nothing in it.</param>
/// <param name="IsOwner">Whether this call initialised the module; false when it was initialised already.</param>
internal sealed record ModuleInitialization(IDisposable File, bool IsOwner)
{
    private const uint OsLockingOk = 2;

    /// <summary>Loads and initialises a module. C_GetFunctionList is the only call before C_Initialize.</summary>
    /// <exception cref="Pkcs11Exception">The module does not start.</exception>
    public static ModuleInitialization Start(string path)
    {
        // The four sizes and packings of CK_ULONG that platforms have.
        switch (Platform.NativeULongSize, Platform.StructPackingSize)
        {
            case (4, 0):
                L40.Pkcs11Library unix32 = new(path, useGetFunctionList: true);
                return Judge(unix32, unix32.C_Initialize(new L40.CK_C_INITIALIZE_ARGS { Flags = OsLockingOk }));
            case (4, _):
                L41.Pkcs11Library windows = new(path, useGetFunctionList: true);
                return Judge(windows, windows.C_Initialize(new L41.CK_C_INITIALIZE_ARGS { Flags = OsLockingOk }));
            case (_, 0):
                L80.Pkcs11Library unix64 = new(path, useGetFunctionList: true);
                return Judge(unix64, unix64.C_Initialize(new L80.CK_C_INITIALIZE_ARGS { Flags = OsLockingOk }));
            default:
                L81.Pkcs11Library packed64 = new(path, useGetFunctionList: true);
                return Judge(packed64, packed64.C_Initialize(new L81.CK_C_INITIALIZE_ARGS { Flags = OsLockingOk }));
        }
    }

    private static ModuleInitialization Judge(IDisposable file, CKR code)
    {
        if (code is CKR.CKR_OK or CKR.CKR_CRYPTOKI_ALREADY_INITIALIZED)
        {
            return new ModuleInitialization(file, code == CKR.CKR_OK);
        }

        file.Dispose();
        throw new Pkcs11Exception("C_Initialize", code);
    }
}
