using System.Formats.Asn1;
using System.IO.Compression;

namespace Cps.Smime.Tool.Tests;

/// <summary><c>cms compress</c> and <c>cms uncompress</c>.</summary>
public sealed class CmsCompressTests : IDisposable
{
    private readonly CmsBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("smime")]
    [InlineData("der")]
    [InlineData("pem")]
    [InlineData("ber")]
    public void What_is_compressed_comes_back(string form)
    {
        string content = _bench.Folder.Write("content.txt", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"ligne {i}\n")));
        Assert.Equal(
            "file form length",
            CmsBench.Cms("compress", "--in", content, "--out", _bench.File("m"), "--form", form, "--json").Succeeded().Json().Members());

        Assert.True(new FileInfo(_bench.File("m")).Length < new FileInfo(content).Length);
        Assert.Equal("file length contentType", CmsBench.Cms("uncompress", "--in", _bench.File("m"), "--out", _bench.File("out"), "--json").Succeeded().Json().Members());
        _bench.AssertSame(content, _bench.File("out"));
        if (form is "der" or "pem")
        {
            _bench.OpenSslSeesDer(_bench.File("m"), form);
        }
    }

    [Fact]
    public void What_is_inside_is_zlib()
    {
        string content = _bench.WriteContent(5_000);
        CmsBench.Cms("compress", "--in", content, "--out", _bench.File("m"), "--form", "der").Succeeded();

        AsnReader info = new AsnReader(File.ReadAllBytes(_bench.File("m")), AsnEncodingRules.DER).ReadSequence();
        Assert.Equal("1.2.840.113549.1.9.16.1.9", info.ReadObjectIdentifier());
        AsnReader compressed = info.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        compressed.ReadInteger();
        compressed.ReadSequence();
        AsnReader inside = compressed.ReadSequence();
        inside.ReadObjectIdentifier();
        byte[] zlib = inside.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadOctetString();
        using MemoryStream bytes = new();
        using ZLibStream decompress = new(new MemoryStream(zlib), CompressionMode.Decompress);
        decompress.CopyTo(bytes);
        Assert.Equal(File.ReadAllBytes(content), bytes.ToArray());
    }

    [Fact]
    public void A_bomb_is_refused_and_writes_nothing()
    {
        string content = _bench.Folder.Write("content.txt", new byte[4_000_000]);
        CmsBench.Cms("compress", "--in", content, "--out", _bench.File("m")).Succeeded();

        CmsBench.Cms("uncompress", "--in", _bench.File("m"), "--out", _bench.File("out")).FailedWith(30, "compressed more than");

        Assert.Equal(["content.txt", "m"], _bench.Files());
    }

    [Fact]
    public void Another_kind_of_message_is_not_uncompressed()
    {
        string content = _bench.WriteContent(10);
        CmsBench.Cms("sign", "--in", content, "--out", _bench.File("m"), "--signer", Practice.File("secretary.pem")).Succeeded();
        CmsBench.Cms("uncompress", "--in", _bench.File("m"), "--out", _bench.File("out")).FailedWith(30, "another content type");
        CmsBench.Cms("decrypt", "--in", _bench.File("m"), "--out", _bench.File("out"), "--key", CmsPeople.Key("ec")).FailedWith(30, "signedData");
    }
}
