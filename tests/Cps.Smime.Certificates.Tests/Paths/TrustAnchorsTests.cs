namespace Cps.Smime.Certificates.Tests.Paths;

/// <summary>Anchor files as authorities publish them: PEM, DER, p7b, or a folder of them.</summary>
public sealed class TrustAnchorsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestAuthorities _pki = SharedPki.Authorities;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Self_signed_certificates_are_anchors_and_the_others_help_only()
    {
        TrustAnchors anchors = TrustAnchors.Load(_folder.Write("all.pem", _pki.AnchorsPem));

        Assert.Equal([_pki.FortRoot.Certificate, _pki.ElementaireRoot.Certificate, _pki.MailRoot.Certificate], anchors.Anchors);
        Assert.Equal(
            [_pki.FortPersonnes.Certificate, _pki.ElementairePersonnes.Certificate, _pki.ElementaireOrganisations.Certificate, _pki.Mail.Certificate], anchors.Intermediates);
        Assert.True(anchors.Contains(_pki.FortRoot.Certificate));
        Assert.False(anchors.Contains(_pki.FortPersonnes.Certificate));
        Assert.False(anchors.Contains(SharedPki.Leaf()));
    }

    [Fact]
    public void One_DER_certificate_is_read() =>
        Assert.Equal([_pki.FortRoot.Certificate], TrustAnchors.Load(_folder.Write("root.cer", _pki.FortRoot.Certificate.Encoded.ToArray())).Anchors);

    [Theory]
    [InlineData("DER")]
    [InlineData("PEM")]
    public void The_chain_file_that_an_authority_publishes_is_read(string form)
    {
        string openssl = ForeignSoftware.Require("openssl", "openssl");
        string pem = _folder.Write("all.pem", _pki.AnchorsPem);
        string p7b = _folder.File("chain.p7b");
        ForeignSoftware.Run(openssl, ["crl2pkcs7", "-nocrl", "-certfile", pem, "-outform", form, "-out", p7b]).Succeeded();

        TrustAnchors anchors = TrustAnchors.Load(p7b);

        Assert.Equal(3, anchors.Anchors.Count);
        Assert.Equal(4, anchors.Intermediates.Count);
    }

    [Fact]
    public void A_folder_is_read_file_by_file_and_other_files_are_passed_over()
    {
        _folder.Write("a.crt", _pki.FortRoot.Certificate.ToPem());
        _folder.Write("b.DER", _pki.MailRoot.Certificate.Encoded.ToArray());
        _folder.Write("c.pem", _pki.FortPersonnes.Certificate.ToPem());
        _folder.Write("again.pem", _pki.FortRoot.Certificate.ToPem());
        _folder.Write("readme.txt", "not a certificate");

        TrustAnchors anchors = TrustAnchors.Load(_folder.Path);

        Assert.Equal([_pki.FortRoot.Certificate, _pki.MailRoot.Certificate], anchors.Anchors);
        Assert.Equal([_pki.FortPersonnes.Certificate], anchors.Intermediates);
    }

    [Fact]
    public void Without_a_self_signed_certificate_there_is_nothing_to_trust()
    {
        string file = _folder.Write("sub.pem", _pki.FortPersonnes.Certificate.ToPem());
        AssertRefused(CpsErrorCode.KeyUnreadable, file, file);
    }

    [Fact]
    public void An_empty_folder_is_refused() => AssertRefused(CpsErrorCode.KeyUnreadable, _folder.Path, _folder.Path);

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n")]
    public void A_file_that_is_none_is_refused_with_its_name(string content)
    {
        string file = _folder.Write("bad.pem", content);
        AssertRefused(CpsErrorCode.Malformed, file, file);
        AssertRefused(CpsErrorCode.Malformed, _folder.Path, file);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused_with_its_name()
    {
        string file = _folder.File("absent.pem");
        AssertRefused(CpsErrorCode.KeyUnreadable, file, file);
    }

    [Fact]
    public void A_file_of_more_than_16_MiB_is_not_read()
    {
        string file = _folder.File("huge.pem");
        using (FileStream stream = File.Create(file))
        {
            stream.SetLength((16 * 1024 * 1024) + 1);
        }

        AssertRefused(CpsErrorCode.LimitExceeded, file, file);
    }

    [Fact]
    public void Trusting_nobody_is_possible()
    {
        Assert.Empty(TrustAnchors.None.Anchors);
        Assert.Empty(TrustAnchors.None.Intermediates);
    }

    private static void AssertRefused(CpsErrorCode code, string path, string named)
    {
        CertificateException error = Assert.Throws<CertificateException>(() => TrustAnchors.Load(path));
        Assert.Equal(code, error.Code);
        Assert.Equal(named, error.Subject);
        Assert.NotNull(error.Advice);
    }
}
