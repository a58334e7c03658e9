namespace Cps.Smime.Certificates.Tests.Identity;

/// <summary>National identifiers with the prefixes of nomenclatures G07 and G08, and their check digits.</summary>
public sealed class NationalIdTests
{
    [Theory]
    [InlineData("899900063480", NationalIdKind.Rpps, "99900063480", true)]
    [InlineData("899900038839", NationalIdKind.Rpps, "99900038839", true)]
    [InlineData("899700075122", NationalIdKind.Rpps, "99700075122", true)]
    [InlineData("801234534765", NationalIdKind.Rpps, "01234534765", false)]
    [InlineData("00B1058110", NationalIdKind.Adeli, "0B1058110", true)]
    [InlineData("00B1057294", NationalIdKind.Adeli, "0B1057294", true)]
    [InlineData("00B1057295", NationalIdKind.Adeli, "0B1057295", false)]
    [InlineData("1751234567/00001", NationalIdKind.AdeliPracticeInternal, "751234567/00001", null)]
    [InlineData("2751234567", NationalIdKind.Drass, "751234567", null)]
    [InlineData("3760021832/000000018", NationalIdKind.FinessInternal, "760021832/000000018", null)]
    [InlineData("4391722881/0001", NationalIdKind.SirenInternal, "391722881/0001", null)]
    [InlineData("500000000029751/CPAT0001", NationalIdKind.SiretInternal, "00000000029751/CPAT0001", null)]
    [InlineData("699900063480/0001", NationalIdKind.RppsPracticeInternal, "99900063480/0001", null)]
    [InlineData("9123456", NationalIdKind.Student, "123456", null)]
    public void A_persons_identifier_says_its_kind_by_its_prefix(string text, NationalIdKind kind, string number, bool? valid) =>
        Assert.Equal(new NationalId(text, kind, number, valid), NationalId.FromPerson(text));

    [Theory]
    [InlineData("10B0127189", NationalIdKind.StructureFiness, "0B0127189", true)]
    [InlineData("10B0127188", NationalIdKind.StructureFiness, "0B0127188", false)]
    [InlineData("2732829320", NationalIdKind.StructureSiren, "732829320", true)]
    [InlineData("373282932000074", NationalIdKind.StructureSiret, "73282932000074", true)]
    [InlineData("0751234567", NationalIdKind.StructureAdeliPractice, "751234567", null)]
    [InlineData("499900063480", NationalIdKind.StructureRppsPractice, "99900063480", null)]
    public void A_structures_identifier_says_its_kind_by_its_prefix(string text, NationalIdKind kind, string number, bool? valid) =>
        Assert.Equal(new NationalId(text, kind, number, valid), NationalId.FromStructure(text));

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("89990006348")]
    [InlineData("8999000634801")]
    [InlineData("8999000634a0")]
    [InlineData("8９９９０００６３４８０")]
    [InlineData("7123456789")]
    [InlineData("Camille Exemple")]
    [InlineData("8 99900063480")]
    [InlineData("00B105811")]
    public void Other_texts_are_no_persons_identifier(string text) => Assert.Null(NationalId.FromPerson(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("IGC-SANTE TEST")]
    [InlineData("0002 187512751")]
    [InlineData("1760021")]
    [InlineData("27328293201")]
    [InlineData("Médecin")]
    public void Other_texts_are_no_structures_identifier(string text) => Assert.Null(NationalId.FromStructure(text));

    [Fact]
    public void An_identifier_of_absurd_length_is_none() => Assert.Null(NationalId.FromPerson("9" + new string('1', 64)));

    [Fact]
    public void One_wrong_digit_anywhere_breaks_the_check_digit()
    {
        const string Right = "899900063480";
        for (int i = 1; i < Right.Length; i++)
        {
            for (char digit = '0'; digit <= '9'; digit++)
            {
                string text = Right[..i] + digit + Right[(i + 1)..];
                Assert.Equal(digit == Right[i], NationalId.FromPerson(text)?.HasValidCheckDigit);
            }
        }
    }

    [Fact]
    public void The_generated_persons_of_the_test_PKI_have_right_check_digits()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            NationalId? id = NationalId.FromPerson(TestPerson.Generate(seed).NationalId);
            Assert.Equal(NationalIdKind.Rpps, id?.Kind);
            Assert.True(id?.HasValidCheckDigit, $"seed {seed}");
            Assert.StartsWith("99700", id?.Number, StringComparison.Ordinal);
        }
    }
}
