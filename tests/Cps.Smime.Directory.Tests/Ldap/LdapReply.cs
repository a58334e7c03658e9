using System.Formats.Asn1;
using System.Text;

namespace Cps.Smime.Directories.Tests;

/// <summary>What servers say, in BER, written without the client's own code.</summary>
internal static class LdapReply
{
    public static byte[] Bind(int id, int code = 0) => Result(id, 1, code);

    public static byte[] Done(int id, int code = 0, string diagnostic = "", params string[] referrals) => Result(id, 5, code, diagnostic, referrals);

    public static byte[] Extended(int id, int code = 0, string? name = null) => Message(id, w =>
    {
        using (w.PushSequence(Application(24)))
        {
            WriteResult(w, code, "", []);
            if (name is not null)
            {
                w.WriteOctetString(Encoding.UTF8.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 10));
            }
        }
    });

    public static byte[] Entry(int id, string dn, params (string Name, byte[] Value)[] attributes) => Message(id, w =>
    {
        using (w.PushSequence(Application(4)))
        {
            w.WriteOctetString(Encoding.UTF8.GetBytes(dn));
            using (w.PushSequence())
            {
                foreach ((string name, byte[] value) in attributes)
                {
                    using (w.PushSequence())
                    {
                        w.WriteOctetString(Encoding.UTF8.GetBytes(name));
                        using (w.PushSetOf())
                        {
                            w.WriteOctetString(value);
                        }
                    }
                }
            }
        }
    });

    public static byte[] Reference(int id, string url) => Message(id, w =>
    {
        using (w.PushSequence(Application(19)))
        {
            w.WriteOctetString(Encoding.UTF8.GetBytes(url));
        }
    });

    public static byte[] Message(int id, Action<AsnWriter> operation)
    {
        AsnWriter w = new(AsnEncodingRules.BER);
        using (w.PushSequence())
        {
            w.WriteInteger(id);
            operation(w);
        }

        return w.Encode();
    }

    private static byte[] Result(int id, int operation, int code, string diagnostic = "", params string[] referrals) => Message(id, w =>
    {
        using (w.PushSequence(Application(operation)))
        {
            WriteResult(w, code, diagnostic, referrals);
        }
    });

    private static void WriteResult(AsnWriter w, int code, string diagnostic, string[] referrals)
    {
        w.WriteEnumeratedValue((LdapResultCode)code);
        w.WriteOctetString([]);
        w.WriteOctetString(Encoding.UTF8.GetBytes(diagnostic));
        if (referrals.Length > 0)
        {
            using (w.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true)))
            {
                foreach (string url in referrals)
                {
                    w.WriteOctetString(Encoding.UTF8.GetBytes(url));
                }
            }
        }
    }

    private static Asn1Tag Application(int value) => new(TagClass.Application, value, isConstructed: true);
}
