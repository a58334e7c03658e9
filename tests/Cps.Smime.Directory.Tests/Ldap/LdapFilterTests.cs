using System.Formats.Asn1;
using System.Text;
using Cps.Smime.Certificates;
using CsCheck;

namespace Cps.Smime.Directories.Tests;

/// <summary>Filters are made of values only: whatever a value holds, it stays one value.</summary>
public sealed class LdapFilterTests
{
    private static readonly Asn1Tag s_equalityMatch = new(TagClass.ContextSpecific, 3, isConstructed: true);
    private static readonly Asn1Tag s_or = new(TagClass.ContextSpecific, 1, isConstructed: true);

    private static readonly Gen<string> s_hostile = Gen.OneOf(
        Gen.String[0, 60],
        Gen.String[Generators.OneOf('*', '(', ')', '\\', '\0', '|', '&', '!', '=', '~', '>', '<', 'a', 'é', '\n', ' '), 0, 40],
        Generators.OneOf("*", "*)(uid=*", "a)(|(objectClass=*)", "\\2a", "\\", ")(cn=*))\0", "\ud800"));

    [Theory]
    [InlineData("a@exemple.fr", "(mail=a@exemple.fr)")]
    [InlineData("*", @"(mail=\2a)")]
    [InlineData("(a)\\\0", @"(mail=\28a\29\5c\00)")]
    [InlineData("Lučić", @"(mail=Lu\c4\8di\c4\87)")]
    public void The_text_form_is_that_of_RFC_4515(string value, string text) => Assert.Equal(text, LdapFilter.Equality("mail", value).ToString());

    [Fact]
    public void Filters_combine()
    {
        LdapFilter filter = LdapFilter.And(LdapFilter.Present("objectClass"), LdapFilter.Or(LdapFilter.Equality("mail", "a"), LdapFilter.Equality("cn", "b")));

        Assert.Equal("(&(objectClass=*)(|(mail=a)(cn=b)))", filter.ToString());
        Assert.Equal("A023" + "870B6F626A656374436C617373" + "A114" + "A30904046D61696C040161" + "A3070402636E040162", Fixed(filter));
    }

    [Fact]
    public void Any_string_is_exactly_one_equality_with_that_value() => s_hostile.Sample(value =>
    {
        AsnReader reader = Encode(LdapFilter.Equality("mail", value));
        AsnReader assertion = reader.ReadSequence(s_equalityMatch);
        Assert.Equal("mail", Encoding.ASCII.GetString(assertion.ReadOctetString()));
        Assert.Equal(Encoding.UTF8.GetBytes(value), assertion.ReadOctetString());
        Assert.False(assertion.HasData);
        Assert.False(reader.HasData);
    });

    [Fact]
    public void The_text_form_of_any_string_is_one_item_of_plain_ASCII() => s_hostile.Sample(value =>
    {
        string text = LdapFilter.Equality("mail", value).ToString();
        Assert.True(text.Count(c => c == '(') == 1 && text.Count(c => c == ')') == 1 && !text.Contains('*') && text.All(c => c is >= ' ' and <= '~'));
    });

    [Fact]
    public void An_address_is_asked_as_A_label_and_as_U_label_in_every_mail_attribute()
    {
        Assert.Equal("(mail=a@exemple.fr)", LdapDirectory.FilterFor(EmailAddress.Parse("a@exemple.fr"), ["mail"]).ToString());
        Assert.Equal(
            @"(|(mail=a@xn--hpital-ixa.fr)(mail=a@h\c3\b4pital.fr)(cn=a@xn--hpital-ixa.fr)(cn=a@h\c3\b4pital.fr))",
            LdapDirectory.FilterFor(EmailAddress.Parse("a@hôpital.fr"), ["mail", "cn"]).ToString());
    }

    [Fact]
    public void An_address_with_an_asterisk_asks_for_the_asterisk()
    {
        AsnReader or = Encode(LdapDirectory.FilterFor(EmailAddress.Parse("*@exemple.fr"), ["mail", "cn"])).ReadSetOf(skipSortOrderValidation: true, s_or);
        List<string> values = [];
        while (or.HasData)
        {
            AsnReader assertion = or.ReadSequence(s_equalityMatch);
            assertion.ReadOctetString();
            values.Add(Encoding.UTF8.GetString(assertion.ReadOctetString()));
        }

        Assert.Equal(["*@exemple.fr", "*@exemple.fr"], values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mail)(a")]
    [InlineData("mail=")]
    [InlineData("ma il")]
    [InlineData("mail*")]
    public void An_attribute_name_that_is_none_is_refused(string attribute)
    {
        Assert.Throws<ArgumentException>(() => LdapFilter.Equality(attribute, "a"));
        Assert.Throws<ArgumentException>(() => LdapFilter.Present(attribute));
    }

    [Fact]
    public void An_empty_combination_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LdapFilter.And());
        Assert.Throws<ArgumentOutOfRangeException>(() => LdapFilter.Or());
    }

    private static string Fixed(LdapFilter filter)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        filter.Write(writer);
        return Convert.ToHexString(writer.Encode());
    }

    private static AsnReader Encode(LdapFilter filter)
    {
        AsnWriter writer = new(AsnEncodingRules.BER);
        filter.Write(writer);
        return new AsnReader(writer.Encode(), AsnEncodingRules.BER);
    }
}
