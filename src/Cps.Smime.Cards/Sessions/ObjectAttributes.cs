using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards;

/// <summary>Reads attributes one at a time, because modules differ in what they do with a list that holds one they do not know.</summary>
internal static class ObjectAttributes
{
    private const int MaximumLength = 64 * 1024;

    /// <summary>The bytes of an attribute; null when the object does not have it, does not show it, or it is absurdly long.</summary>
    public static byte[]? FindBytes(ISession session, IObjectHandle item, CKA attribute)
    {
        try
        {
            List<IObjectAttribute> values = session.GetAttributeValue(item, [attribute]);
            if (values is not [{ CannotBeRead: false } value])
            {
                return null;
            }

            byte[]? bytes = value.GetValueAsByteArray();
            value.Dispose();
            return bytes is { Length: > 0 and <= MaximumLength } ? bytes : null;
        }
        catch (Pkcs11Exception e) when (e.RV is CKR.CKR_ATTRIBUTE_TYPE_INVALID or CKR.CKR_ATTRIBUTE_SENSITIVE)
        {
            return null;
        }
    }

    /// <summary>Whether an attribute is there and true.</summary>
    public static bool IsTrue(ISession session, IObjectHandle item, CKA attribute) => FindBytes(session, item, attribute) is [not 0];
}
