using System.Text;
using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>An attribute that was read from a token, or that could not be read.</summary>
internal sealed class SimulatedObjectAttribute(ulong type, byte[]? value) : IObjectAttribute
{
    public ulong Type => type;

    public bool CannotBeRead => value is null;

    public object ToMarshalableStructure() => throw new NotSupportedException("A simulated attribute has no native form.");

    public ulong GetValueAsUlong() => Value() is { Length: 4 or 8 } number ? TokenObject.ReadNumber(number) : throw Unreadable();

    public bool GetValueAsBool() => Value() is [var flag] ? flag != 0 : throw Unreadable();

    public string GetValueAsString() => Encoding.UTF8.GetString(Value());

    public byte[] GetValueAsByteArray() => [.. Value()];

    public DateTime? GetValueAsDateTime() => throw Unreadable();

    public List<IObjectAttribute> GetValueAsObjectAttributeList() => throw Unreadable();

    public List<ulong> GetValueAsULongList() => throw Unreadable();

    public List<CKM> GetValueAsCkmList() => throw Unreadable();

    public void Dispose()
    {
    }

    private byte[] Value() => value ?? throw Unreadable();

    private AttributeValueException Unreadable() => new((CKA)type);
}
