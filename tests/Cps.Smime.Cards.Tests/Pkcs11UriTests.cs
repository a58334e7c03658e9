using Cps.Smime.Certificates;

namespace Cps.Smime.Cards.Tests;

/// <summary>PKCS#11 URIs; the examples with "The Software PKCS#11 Softtoken" are from RFC 7512 section 3.</summary>
public sealed class Pkcs11UriTests
{
    private static readonly CardToken s_token = new()
    {
        Label = "CPS3v3-2900995235",
        SerialNumber = "2900995235",
        Manufacturer = "ASIP SANTE",
        Model = "IAS ECC",
        Generation = CardGeneration.Cps3,
        Pin = new PinStatus(),
    };

    [Fact]
    public void An_example_of_the_RFC_is_read()
    {
        Pkcs11Uri uri = Pkcs11Uri.Parse(
            "pkcs11:token=The%20Software%20PKCS%2311%20Softtoken;manufacturer=Snake%20Oil,%20Inc.;model=1.0;object=my-certificate;type=cert;" +
            "id=%69%95%3E%5C%F4%BD%EC%91;serial=?pin-source=file:/etc/token_pin");

        Assert.Equal("The Software PKCS#11 Softtoken", uri.Token);
        Assert.Equal("Snake Oil, Inc.", uri.Manufacturer);
        Assert.Equal("1.0", uri.Model);
        Assert.Equal("my-certificate", uri.ObjectLabel);
        Assert.Equal("cert", uri.ObjectType);
        Assert.Equal("69953E5CF4BDEC91", Convert.ToHexString(uri.Id!.Value.Span));
        Assert.Equal("", uri.Serial);
        Assert.Equal("file:/etc/token_pin", uri.PinSource);
        Assert.Null(uri.ModulePath);
        Assert.True(uri.NamesObject);
    }

    [Fact]
    public void The_empty_URI_names_everything()
    {
        Pkcs11Uri uri = Pkcs11Uri.Parse("pkcs11:");

        Assert.Null(uri.Id);
        Assert.False(uri.NamesObject);
        Assert.True(uri.Matches(s_token));
        Assert.Equal("pkcs11:", uri.ToString());
    }

    [Fact]
    public void Slot_and_module_are_read()
    {
        Pkcs11Uri uri = Pkcs11Uri.Parse("pkcs11:slot-id=327;slot-description=Lecteur%20%C3%A0%20puce;library-version=3.1?module-path=/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so");

        Assert.Equal(327ul, uri.SlotId);
        Assert.Equal("Lecteur à puce", uri.SlotDescription);
        Assert.Equal("/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", uri.ModulePath);
        Assert.True(uri.Matches(new ModuleInformation("ANS", "CPS3 PKCS#11 LINUX", "3.01", "2.20")));
        Assert.False(uri.Matches(new ModuleInformation("ANS", "CPS3 PKCS#11 LINUX", "3.04", "2.20")));
    }

    [Theory]
    [InlineData("pkcs11:token=CPS3v3-2900995235", true)]
    [InlineData("pkcs11:serial=2900995235;model=IAS%20ECC", true)]
    [InlineData("pkcs11:serial=2900995236;model=IAS%20ECC", false)]
    [InlineData("pkcs11:token=cps3v3-2900995235", false)]
    [InlineData("pkcs11:token=", false)]
    [InlineData("pkcs11:x-vendor=1", false)]
    public void A_token_is_matched_by_every_attribute_that_is_there(string uri, bool expected) => Assert.Equal(expected, Pkcs11Uri.Parse(uri).Matches(s_token));

    [Theory]
    [InlineData("http:token=a")]
    [InlineData("pkcs11:token")]
    [InlineData("pkcs11:=a")]
    [InlineData("pkcs11:token=a;token=b")]
    [InlineData("pkcs11:token=a b")]
    [InlineData("pkcs11:token=%2")]
    [InlineData("pkcs11:token=%GG")]
    [InlineData("pkcs11:token=%FF")]
    [InlineData("pkcs11:token=é")]
    [InlineData("pkcs11:slot-id=-1")]
    [InlineData("pkcs11:slot-id=99999999999999999999")]
    [InlineData("pkcs11:type=key")]
    [InlineData("pkcs11:library-version=a.b")]
    [InlineData("pkcs11:;")]
    [InlineData("pkcs11:token=a;")]
    public void What_is_not_a_PKCS11_URI_is_malformed(string text)
    {
        Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<CardException>(() => Pkcs11Uri.Parse(text)).Code);
        Assert.False(Pkcs11Uri.TryParse(text, out _));
    }

    [Fact]
    public void A_PIN_in_a_URI_is_refused_and_not_repeated()
    {
        CardException e = Assert.Throws<CardException>(() => Pkcs11Uri.Parse("pkcs11:token=a?pin-value=4713"));

        Assert.Equal(CpsErrorCode.Refused, e.Code);
        Assert.DoesNotContain("4713", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_URI_written_for_a_certificate_names_it_again()
    {
        CardCertificate certificate = new(TestKeys.Card.Signature.Certificate, CardCertificateRole.Signature, false, "Certificat de Signature CPS",
            Convert.FromHexString("E828BD080F8025000001FF001001"));

        string text = Pkcs11Uri.For(s_token, certificate).ToString();

        Assert.Equal(
            "pkcs11:token=CPS3v3-2900995235;serial=2900995235;object=Certificat%20de%20Signature%20CPS;type=cert;" +
            "id=%E8%28%BD%08%0F%80%25%00%00%01%FF%00%10%01", text);
        Pkcs11Uri read = Pkcs11Uri.Parse(text);
        Assert.True(read.Matches(s_token));
        Assert.True(read.Matches(certificate));
        Assert.False(read.Matches(certificate with { Id = new byte[] { 1 } }));
        Assert.Equal(Pkcs11Uri.For(s_token, certificate), read);
    }

    [Fact]
    public void Any_text_is_a_URI_or_malformed_and_a_URI_is_written_back_the_same()
    {
        const int Seed = 20260101;
        Random random = new(Seed);
        const string Alphabet = "pkcs11:;?&=%token0aF-. /é";
        for (int i = 0; i < 4_000; i++)
        {
            string text = "pkcs11:" + string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
            if (Pkcs11Uri.TryParse(text, out Pkcs11Uri? uri) && !uri.HasUnknownAttributes)
            {
                Assert.True(uri.Equals(Pkcs11Uri.Parse(uri.ToString())), $"seed {Seed}: {text}");
            }
        }
    }
}
