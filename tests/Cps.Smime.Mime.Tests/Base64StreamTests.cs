using System.Text;
using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;
using CsCheck;

namespace Cps.Smime.Mime.Tests;

/// <summary>Base64 as mail carries it: any white space anywhere, nothing else.</summary>
public sealed class Base64StreamTests
{
    private static readonly string[] s_separators = ["\r\n", "\n", " \r\n", "\t", "\r\n\r\n", "   "];

    [Fact]
    public void AnyBytesInAnyLinesReadInAnyPiecesComeOutTheSame() =>
        Gen.Select(Gen.Byte.Array[0, 5_000], Gen.Int[1, 100], Gen.Int[0, s_separators.Length - 1].Select(i => s_separators[i]), Gen.Int[1, 3_000]).Sample((bytes, width, separator, piece) =>
        {
            string encoded = string.Join(separator, Convert.ToBase64String(bytes).Chunk(width).Select(c => new string(c))) + separator;
            return bytes.AsSpan().SequenceEqual(Decode(Encoding.ASCII.GetBytes(encoded), piece));
        }, iter: 2_000);

    [Theory]
    [InlineData("QU", "JD")]
    [InlineData("QUI=", "")]
    [InlineData("QQ=", "=")]
    [InlineData("", "QUJD")]
    public void MoreWhiteSpaceThanTheBufferHoldsIsPassedOver(string before, string after)
    {
        string encoded = before + new string(' ', 300_000) + after;

        Assert.Equal(Convert.FromBase64String(before + after), Decode(Encoding.ASCII.GetBytes(encoded), 10_000));
    }

    [Theory]
    [InlineData("QUJD!")]
    [InlineData("QUJ")]
    [InlineData("Q")]
    [InlineData("QQ=")]
    [InlineData("QQ===")]
    [InlineData("=")]
    [InlineData("QQ==QUJD")]
    [InlineData("QQ==\r\n\r\nQUJD")]
    [InlineData("QU-_")]
    [InlineData("QU\0JD")]
    [InlineData("QU\u00E9D")]
    public void WhatIsNotBase64IsNotSkipped(string encoded)
    {
        Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<MailException>(() => Decode(Eml.Bytes(encoded), 1)).Code);
        Assert.Equal(CpsErrorCode.Malformed, Assert.Throws<MailException>(() => Decode(Eml.Bytes(encoded), 100)).Code);
    }

    [Fact]
    public void DataAfterALotOfWhiteSpaceBehindThePaddingIsNotOverlooked() =>
        Assert.Throws<MailException>(() => Decode(Encoding.ASCII.GetBytes("QQ==" + new string(' ', 300_000) + "QUJD"), 10_000));

    private static byte[] Decode(byte[] encoded, int bytesPerRead)
    {
        using Base64DecodingStream stream = new(new TrickleStream(encoded, bytesPerRead));
        using MemoryStream decoded = new();
        stream.CopyTo(decoded);
        return decoded.ToArray();
    }
}
