using System.Formats.Asn1;

namespace Cps.Smime.Directories.Tests;

/// <summary>Messages to the byte, as RFC 4511 encodes them, and their shape as it is checked before they are read.</summary>
public sealed class LdapMessageTests
{
    [Fact]
    public void An_anonymous_bind() => Assert.Equal("300C020101600702010304008000", Hex(1, BindRequest.Anonymous));

    [Fact]
    public void A_simple_bind() => Assert.Equal("30140201016" + "00F" + "020103" + "0404636E3D61" + "800473336372", Hex(1, BindRequest.Simple("cn=a", "s3cr"u8.ToArray())));

    [Fact]
    public void An_unbind_and_an_abandon()
    {
        Assert.Equal("30050201034200", Hex(3, UnbindRequest.Instance));
        Assert.Equal("3006020104500102", Hex(4, new AbandonRequest(2)));
    }

    [Fact]
    public void A_search_with_the_paged_results_control()
    {
        LdapSearch search = new("c=FR", LdapScope.Subtree, LdapFilter.Equality("cn", "a"), ["sn"]);

        Assert.Equal(
            "304F020102"
            + "6324" + "0404633D4652" + "0A0102" + "0A0100" + "020164" + "02010F" + "010100" + "A3070402636E040161" + "30040402736E"
            + "A024" + "3022" + "0416312E322E3834302E3131333535362E312E342E333139" + "0408" + "3006020132040163",
            Convert.ToHexString(LdapMessage.Encode(2, new SearchRequest(search, 100, 15), PagedResultsControl.Create(50, "c"u8.ToArray()))));
    }

    [Fact]
    public void Long_forms_of_lengths_as_Active_Directory_writes_them_are_read()
    {
        LdapMessage message = LdapMessage.Read(Convert.FromHexString("3084000000100201016184000000070A010004000400"));

        Assert.Equal(LdapResultCode.Success, BindResponse.Read(message).Code);
    }

    [Fact]
    public void A_result_with_referrals_and_a_code_that_has_no_name()
    {
        LdapResult result = SearchResultDone.Read(LdapMessage.Read(LdapReply.Done(7, 4096, "why", "ldap://a", "ldap://b")));

        Assert.Equal((4096, "why"), ((int)result.Code, result.DiagnosticMessage));
        Assert.Equal(["ldap://a", "ldap://b"], result.Referrals);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3080")]
    [InlineData("300280")]
    [InlineData("30000000")]
    [InlineData("3001")]
    [InlineData("3003300200")]
    [InlineData("30143012301030" + "0E300C300A30083006300430023000")]
    public void A_wrong_shape_is_seen(string hex) => Assert.Throws<AsnContentException>(() => LdapMessage.Read(Convert.FromHexString(hex)));

    private static string Hex(int id, ILdapRequest request) => Convert.ToHexString(LdapMessage.Encode(id, request));
}
