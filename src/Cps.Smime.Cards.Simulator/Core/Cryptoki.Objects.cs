namespace Cps.Smime.Cards.Simulator;

/// <summary>Object management (PKCS#11 v2.20 section 11.7): search, attributes, and the one object that can be written.</summary>
internal sealed partial class Cryptoki
{
    public void FindObjectsInit(ulong handle, IReadOnlyList<KeyValuePair<ulong, byte[]>> template) => Call("C_FindObjectsInit", () =>
    {
        CryptokiSession session = Session(handle);
        if (session.Search is not null)
        {
            throw new Refusal(Rv.CKR_OPERATION_ACTIVE);
        }

        bool loggedIn = session.Reader.LoggedIn == Ck.CKU_USER;
        session.Search = new Queue<ulong>(CardOf(session).Objects
            .Where(o => (!o.Value.IsPrivate || loggedIn) && o.Value.Matches(template))
            .Select(o => o.Key)
            .Order());
    });

    public IReadOnlyList<ulong> FindObjects(ulong handle, int count) => Call<IReadOnlyList<ulong>>("C_FindObjects", () =>
    {
        Queue<ulong> search = Session(handle).Search ?? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED);
        List<ulong> found = [];
        while (found.Count < count && search.TryDequeue(out ulong next))
        {
            found.Add(next);
        }

        return found;
    });

    public void FindObjectsFinal(ulong handle) => Call("C_FindObjectsFinal", () =>
    {
        CryptokiSession session = Session(handle);
        session.Search = session.Search is null ? throw new Refusal(Rv.CKR_OPERATION_NOT_INITIALIZED) : null;
    });

    /// <summary>The values of attributes; null for one that the object does not have or that is secret.</summary>
    public IReadOnlyList<byte[]?> GetAttributeValue(ulong handle, ulong objectHandle, IReadOnlyList<ulong> attributes) =>
        Call<IReadOnlyList<byte[]?>>("C_GetAttributeValue", () =>
        {
            TokenObject found = VisibleObject(Session(handle), objectHandle, Rv.CKR_OBJECT_HANDLE_INVALID);
            return [.. attributes.Select(found.Find)];
        });

    public void SetAttributeValue(ulong handle, ulong objectHandle, IReadOnlyList<KeyValuePair<ulong, byte[]>> values) => Call("C_SetAttributeValue", () =>
    {
        CryptokiSession session = Session(handle);
        TokenObject found = VisibleObject(session, objectHandle, Rv.CKR_OBJECT_HANDLE_INVALID);
        if (!session.IsReadWrite)
        {
            throw new Refusal(Rv.CKR_SESSION_READ_ONLY);
        }

        if (!found.IsWritable || values.Any(v => v.Key != Ck.CKA_VALUE))
        {
            throw new Refusal(Rv.CKR_ATTRIBUTE_READ_ONLY);
        }

        foreach ((ulong attribute, byte[] value) in values)
        {
            found.Set(attribute, [.. value]);
        }
    });
}
