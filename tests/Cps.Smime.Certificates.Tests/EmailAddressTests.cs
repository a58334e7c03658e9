namespace Cps.Smime.Certificates.Tests;

/// <summary>Comparison of mail addresses: what is one mailbox, and what must never look like one.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("camille@exemple.fr", "camille@EXEMPLE.FR")]
    [InlineData("camille@exemple.fr", "camille@Exemple.Fr")]
    [InlineData("camille@xn--mdecin-bva.fr", "camille@médecin.fr")]
    [InlineData("camille@xn--mdecin-bva.fr", "camille@MÉDECIN.fr")]
    [InlineData("o'neil+lettres@exemple.fr", "o'neil+lettres@exemple.FR")]
    public void The_domain_is_compared_without_case_and_as_A_labels(string one, string other)
    {
        Assert.Equal(EmailAddress.Parse(one), EmailAddress.Parse(other));
        Assert.Equal(EmailAddress.Parse(one).GetHashCode(), EmailAddress.Parse(other).GetHashCode());
    }

    [Theory]
    [InlineData("camille@exemple.fr", "Camille@exemple.fr")]
    [InlineData("camille@exemple.fr", "camille@exemple.fr.example")]
    [InlineData("camille@exemple.fr", "cam\u0456lle@exemple.fr")]
    [InlineData("camille@exemple.fr", "camille@ex\u0435mple.fr")]
    [InlineData("dr.k@exemple.fr", "dr.\u212A@exemple.fr")]
    [InlineData("dr.s@exemple.fr", "dr.\u017F@exemple.fr")]
    [InlineData("dr.i@exemple.fr", "dr.\u0131@exemple.fr")]
    [InlineData("camille@exemple.fr", "camille+a@exemple.fr")]
    [InlineData("camille@exemple.fr", "cam.ille@exemple.fr")]
    [InlineData("camille@strasse.fr", "camille@straße.fr")]
    public void Look_alikes_are_other_mailboxes(string one, string other) =>
        Assert.NotEqual(EmailAddress.Parse(one), EmailAddress.TryParse(other, out EmailAddress? parsed) ? parsed : null);

    [Theory]
    [InlineData("")]
    [InlineData("camille")]
    [InlineData("@exemple.fr")]
    [InlineData("camille@")]
    [InlineData("camille@exemple.fr.")]
    [InlineData("camille@.exemple.fr")]
    [InlineData("camille@exemple..fr")]
    [InlineData(".camille@exemple.fr")]
    [InlineData("camille.@exemple.fr")]
    [InlineData("cam..ille@exemple.fr")]
    [InlineData("camille@exemple.fr\0")]
    [InlineData("camille@exemple.fr\0.attaquant.example")]
    [InlineData("cam\0ille@exemple.fr")]
    [InlineData("camille@exemple.fr\r\nBcc: x@y.fr")]
    [InlineData(" camille@exemple.fr")]
    [InlineData("camille@exemple.fr ")]
    [InlineData("camille @exemple.fr")]
    [InlineData("\"x@y\"@exemple.fr")]
    [InlineData("x@y@exemple.fr")]
    [InlineData("camille(commentaire)@exemple.fr")]
    [InlineData("Camille <camille@exemple.fr>")]
    [InlineData("<camille@exemple.fr>")]
    [InlineData("camille@exemple.fr,autre@exemple.fr")]
    [InlineData("camille@[192.0.2.1]")]
    [InlineData("camille@exemple_fr.fr")]
    [InlineData("camille@-exemple.fr")]
    [InlineData("camille@exemple-.fr")]
    [InlineData("camille\u202Efr.elpmexe@exemple.fr")]
    [InlineData("cam\u200Bille@exemple.fr")]
    [InlineData("cam\u00ADille@exemple.fr")]
    [InlineData("camille@exem\u00ADple.fr")]
    [InlineData("camille@exem\u200Bple.fr")]
    [InlineData("camille@exem\u200Dple.fr")]
    [InlineData("camille@exemple\u3002fr")]
    [InlineData("camille@exemple\uFF0Efr")]
    [InlineData("camille@\uFF45xemple.fr")]
    [InlineData("camille\uFF20exemple.fr")]
    [InlineData("camille\u2028@exemple.fr")]
    [InlineData("cam\uD800ille@exemple.fr")]
    [InlineData("cam\uDB40\uDC41ille@exemple.fr")]
    [InlineData("camille\uD83D\uDE00@exemple.fr")]
    public void A_text_that_could_look_like_another_address_is_refused(string text)
    {
        Assert.False(EmailAddress.TryParse(text, out EmailAddress? address));
        Assert.Null(address);
        Assert.Throws<FormatException>(() => EmailAddress.Parse(text));
    }

    [Fact]
    public void No_text_is_no_address() => Assert.False(EmailAddress.TryParse(null, out _));

    [Fact]
    public void The_local_part_has_64_characters_at_most_and_the_address_254()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@exemple.fr", out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@exemple.fr", out _));
        string label = new('b', 61);
        string domain = $"{label}.{label}.{label}.fr";
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@b" + domain, out EmailAddress? longest));
        Assert.Equal(254, longest.ToString().Length);
        Assert.False(EmailAddress.TryParse(new string('a', 64) + "@bb" + domain, out _));
        Assert.False(EmailAddress.TryParse(new string('a', 10_000_000) + "@exemple.fr", out _));
    }

    [Fact]
    public void Letters_of_other_scripts_are_letters() =>
        Assert.Equal("zoé@xn--mdecin-bva.fr", EmailAddress.Parse("zoé@médecin.fr").ToString());

    [Fact]
    public void Looking_up_does_not_regard_the_case_of_the_local_part()
    {
        Assert.True(EmailAddress.Parse("Camille@exemple.fr").Matches(EmailAddress.Parse("camille@EXEMPLE.fr")));
        Assert.False(EmailAddress.Parse("camille@exemple.fr").Matches(EmailAddress.Parse("camilla@exemple.fr")));
        Assert.False(EmailAddress.Parse("dr.\u017F@exemple.fr").Matches(EmailAddress.Parse("dr.s@exemple.fr")));
        Assert.False(EmailAddress.Parse("dr.\u0131@exemple.fr").Matches(EmailAddress.Parse("dr.i@exemple.fr")));
        Assert.False(EmailAddress.Parse("dr.\u212A@exemple.fr").Matches(EmailAddress.Parse("dr.k@exemple.fr")));
        Assert.False(EmailAddress.Parse("camille@exemple.fr").Matches(null));
    }
}
