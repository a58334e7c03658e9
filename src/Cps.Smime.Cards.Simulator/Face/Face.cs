using Net.Pkcs11Interop.Common;

namespace Cps.Smime.Cards.Simulator;

/// <summary>Turns the core's errors into the exception that Pkcs11Interop throws for a real module.</summary>
internal static class Face
{
    public static T Call<T>(Func<T> body)
    {
        try
        {
            return body();
        }
        catch (CryptokiError error)
        {
            throw new Pkcs11Exception(error.Function, (CKR)error.Code);
        }
    }

    public static void Call(Action body) => Call(() =>
    {
        body();
        return true;
    });

    /// <summary>The exception for a function that neither the card nor this module has.</summary>
    public static Pkcs11Exception NotSupported(string function) => new(function, CKR.CKR_FUNCTION_NOT_SUPPORTED);
}
