using Net.Pkcs11Interop.Common;
using Net.Pkcs11Interop.HighLevelAPI;

namespace Cps.Smime.Cards.Simulator;

/// <summary>Objects of the card: search and attributes.</summary>
internal sealed partial class SimulatedSession
{
    public void FindObjectsInit(List<IObjectAttribute> attributes) => Face.Call(() => cryptoki.FindObjectsInit(handle, Template(attributes)));

    public List<IObjectHandle> FindObjects(int objectCount) => Face.Call(() =>
        cryptoki.FindObjects(handle, objectCount).Select(id => (IObjectHandle)new SimulatedObjectHandle(id)).ToList());

    public void FindObjectsFinal() => Face.Call(() => cryptoki.FindObjectsFinal(handle));

    public List<IObjectHandle> FindAllObjects(List<IObjectAttribute> attributes)
    {
        FindObjectsInit(attributes);
        List<IObjectHandle> found = FindObjects(int.MaxValue);
        FindObjectsFinal();
        return found;
    }

    public List<IObjectAttribute> GetAttributeValue(IObjectHandle objectHandle, List<CKA> attributes) =>
        GetAttributeValue(objectHandle, [.. attributes.Select(a => (ulong)a)]);

    public List<IObjectAttribute> GetAttributeValue(IObjectHandle objectHandle, List<ulong> attributes) => Face.Call(() =>
        cryptoki.GetAttributeValue(handle, objectHandle.ObjectId, attributes)
            .Zip(attributes, (value, type) => (IObjectAttribute)new SimulatedObjectAttribute(type, value))
            .ToList());

    public void SetAttributeValue(IObjectHandle objectHandle, List<IObjectAttribute> attributes) => Face.Call(() =>
        cryptoki.SetAttributeValue(handle, objectHandle.ObjectId, Template(attributes)));

    public IObjectHandle CreateObject(List<IObjectAttribute> attributes) => throw Face.NotSupported("C_CreateObject");

    public IObjectHandle CopyObject(IObjectHandle objectHandle, List<IObjectAttribute> attributes) => throw Face.NotSupported("C_CopyObject");

    public void DestroyObject(IObjectHandle objectHandle) => throw Face.NotSupported("C_DestroyObject");

    public ulong GetObjectSize(IObjectHandle objectHandle) => throw Face.NotSupported("C_GetObjectSize");

    private static List<KeyValuePair<ulong, byte[]>> Template(List<IObjectAttribute>? attributes) =>
        [.. (attributes ?? []).Select(a => KeyValuePair.Create(a.Type, a.GetValueAsByteArray() ?? []))];
}
