using System.Formats.Asn1;

namespace Cps.Smime.Directories.Tests;

/// <summary>The shape of a message, checked before it is read.</summary>
public sealed class BerStructureTests
{
    [Theory]
    [InlineData("300C02010161070A010004000400")]
    [InlineData("3000")]
    [InlineData("3084000000030201FF")]
    [InlineData("3006300030003000")]
    public void Elements_of_definite_length_pass(string hex) => BerStructure.Check(Convert.FromHexString(hex));

    [Theory]
    [InlineData("30800201010000")]
    [InlineData("300602010130800000")]
    [InlineData("30030201010400")]
    [InlineData("30040202FF")]
    [InlineData("30030203FF")]
    public void An_indefinite_or_wrong_length_at_any_place_is_refused(string hex) =>
        Assert.Throws<AsnContentException>(() => BerStructure.Check(Convert.FromHexString(hex)));

    [Fact]
    public void Ten_levels_are_read_and_eleven_are_not()
    {
        BerStructure.Check(Nested(10));
        Assert.Throws<AsnContentException>(() => BerStructure.Check(Nested(11)));
    }

    [Fact]
    public void A_message_of_too_many_elements_is_refused()
    {
        static byte[] Elements(int count) => [0x30, 0x83, (byte)(count * 2 >> 16), (byte)(count * 2 >> 8), (byte)(count * 2), .. Enumerable.Repeat<byte[]>([0x04, 0x00], count).SelectMany(b => b)];

        BerStructure.Check(Elements(99_000));
        Assert.Throws<AsnContentException>(() => BerStructure.Check(Elements(100_001)));
    }

    private static byte[] Nested(int levels)
    {
        byte[] nested = [];
        for (int i = 0; i < levels; i++)
        {
            nested = [0x30, (byte)nested.Length, .. nested];
        }

        return nested;
    }
}
