using System.Text;
using System.Text.Json;

namespace Cps.Smime.Tool.Tests;

/// <summary><c>hprim show</c>: tables, page and JSON of one small file.</summary>
public sealed class HprimTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_results_are_a_table_and_the_text_is_below()
    {
        string output = Tool.Run("hprim", "show", Sample()).Succeeded().Output;

        Assert.Contains("* GLYCEMIE", output, StringComparison.Ordinal);
        Assert.Contains("1.42 g/l", output, StringComparison.Ordinal);
        Assert.Contains("ESSAI", output, StringComparison.Ordinal);
        Assert.Contains("Texte de la lettre ␛[31m", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void The_page_is_written_whole()
    {
        string page = _folder.File("page.html");
        Tool.Run("hprim", "show", Sample(), "--html", page).Succeeded();

        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", File.ReadAllText(page), StringComparison.Ordinal);
        Tool.Run("hprim", "show", Sample(), "--html", Path.Combine(_folder.Path, "absent", "page.html")).FailedWith(30, "page.html");
        Tool.Run("hprim", "show", Sample(), "--html", Sample()).FailedWith(64);
    }

    [Fact]
    public void The_json_is_the_whole_model()
    {
        JsonElement document = Tool.Run("hprim", "show", Sample(), "--json").Succeeded().Json();

        Assert.Equal("format encoding messages trailer diagnostics", document.Members());
        JsonElement message = document.GetProperty("messages").EnumerateArray().Single();
        Assert.Equal("patient dossier sender addressee body entries", message.Members());
        Assert.Equal("identifier familyName firstName addressLine1 addressLine2 postcode city birthDate nir sex isIdentified", message.GetProperty("patient").Members());
        Assert.Equal("text year month day isCenturyAssumed", message.GetProperty("patient").GetProperty("birthDate").Members());
        Assert.Equal("text number key isKeyRight", message.GetProperty("patient").GetProperty("nir").Members());
        JsonElement result = message.GetProperty("entries").EnumerateArray().Single(e => e.Text("type") == "result").GetProperty("result");
        Assert.Equal("label code kind kindText measurement secondMeasurement laboratoryFlag laboratoryFlagText computedFlag isAbnormal status statusText comments surplusFields", result.Members());
        Assert.Equal("text number comparison unit effectiveUnit isMarked lowerText upperText lower upper", result.GetProperty("measurement").Members());
        Assert.Equal(("GLYCEMIE", "high", "validated"), (result.Text("label"), result.Text("laboratoryFlag"), result.Text("status")));
        Assert.Equal(1.42m, result.GetProperty("measurement").GetProperty("number").GetDecimal());
        Assert.Equal("mmol/l", result.GetProperty("secondMeasurement").Text("unit"));
    }

    [Fact]
    public void What_is_not_hprim_is_refused()
    {
        Tool.Run("hprim", "show", _folder.Write("empty.hpr", "")).FailedWith(30);
        Tool.Run("hprim", "show", _folder.Write("image.hpr", [0x89, 0x50, 0x4E, 0x47, 0, 1, 2])).FailedWith(30);
        Tool.Run("hprim", "show", _folder.Write("lettre.pdf", "%PDF-1.7\n")).FailedWith(30);
    }

    private string Sample() => _folder.Write("sample.hpr", Encoding.Latin1.GetBytes(string.Join("\r\n",
        "00001", "ESSAI", "JULIE", "1 RUE DU TEST", "", "99999 VILLE", "01/03/1985", "2850399999999 68", "2401150001", "15/01/2024", "LAB Laboratoire", "DOC Docteur",
        "", "Texte de la lettre \u001b[31m",
        "****LAB****", "RES|GLYCEMIE|GLYC|N|1.42|g/l|0.74|1.06|H|F|7.88|mmol/l|4.11|5.88", "****FIN****", "****FINFICHIER****", "")));
}
