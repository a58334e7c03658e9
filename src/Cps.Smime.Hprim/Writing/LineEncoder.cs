using System.Text;

namespace Cps.Smime.Hprim;

/// <summary>Turns lines into bytes; what the encoding does not have is an error, or is replaced and reported.</summary>
internal sealed class LineEncoder(HprimWriterOptions options, DiagnosticLog log)
{
    private readonly Encoding _encoding = CharacterSets.Of(options.Encoding);

    public byte[] Encode(List<string> lines)
    {
        string ending = options.LineEnding switch
        {
            HprimLineEnding.CrLf => "\r\n",
            HprimLineEnding.Lf => "\n",
            HprimLineEnding.Cr => "\r",
            _ => throw new InvalidOperationException("Unknown LineEnding."),
        };
        using MemoryStream bytes = new();
        bytes.Write(_encoding.CodePage is 1200 or 1201 ? _encoding.GetPreamble() : []);
        for (int i = 0; i < lines.Count; i++)
        {
            lines[i] = Encodable(lines[i], i + 1);
            bytes.Write(_encoding.GetBytes(log.HasErrors ? "" : lines[i] + ending));
        }

        return bytes.ToArray();
    }

    private string Encodable(string line, int number)
    {
        if (CanEncode(line))
        {
            return line;
        }

        StringBuilder replaced = new(line.Length);
        int column = 1;
        for (int i = 0; i < line.Length;)
        {
            int length = char.IsHighSurrogate(line[i]) && i + 1 < line.Length && char.IsLowSurrogate(line[i + 1]) ? 2 : 1;
            string character = line.Substring(i, length);
            bool isFine = CanEncode(character);
            if (!isFine)
            {
                (options.OnUnencodableText == HprimOnProblem.Refuse ? log.Error : (Action<HprimDiagnosticCode, int, int>)log.Warning)(
                    HprimDiagnosticCode.UnencodableText, number, column);
            }

            replaced.Append(isFine ? character : Substitute(character));
            column += length;
            i += length;
        }

        return replaced.ToString();
    }

    private bool CanEncode(string text)
    {
        try
        {
            return _encoding.GetByteCount(text) >= 0 && _encoding.GetString(_encoding.GetBytes(text)) == text;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private string Substitute(string character)
    {
        string substitute = character switch
        {
            "≤" => "<=",
            "≥" => ">=",
            "μ" => "µ",
            "\u2212" or "\u2010" or "\u2011" => "-",
            "\u202F" or "\u2009" or "\u00A0" => " ",
            "’" => "'",
            _ => "?",
        };
        return CanEncode(substitute) ? substitute : "?";
    }
}
