using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Spectre.Console;

namespace Cps.Smime.Tool;

/// <summary>Asks for a secret at the terminal without showing it. The characters are held in memory that is wiped, never in a string.</summary>
internal static class SecretPrompt
{
    private const int MaximumLength = 256;

    /// <summary>Asks. Enter ends, Backspace takes back, Escape and the end of input give up.</summary>
    /// <returns>The characters, which the caller wipes; null when the person gave up.</returns>
    public static async Task<char[]?> AskAsync(IAnsiConsole terminal, string question, CancellationToken cancellationToken)
    {
        terminal.Write(new Text(TerminalText.Line(question) + " "));
        char[] secret = GC.AllocateArray<char>(MaximumLength, pinned: true);
        try
        {
            int length = 0;
            while (true)
            {
                ConsoleKeyInfo? key = await terminal.Input.ReadKeyAsync(intercept: true, cancellationToken);
                switch (key?.Key)
                {
                    case null or ConsoleKey.Escape:
                        return null;
                    case ConsoleKey.Enter:
                        char[] answer = GC.AllocateArray<char>(length, pinned: true);
                        secret.AsSpan(0, length).CopyTo(answer);
                        return answer;
                    case ConsoleKey.Backspace:
                        length = Math.Max(0, length - 1);
                        break;
                    default:
                        if (key.Value.KeyChar >= ' ' && length < MaximumLength)
                        {
                            secret[length++] = key.Value.KeyChar;
                        }

                        break;
                }
            }
        }
        finally
        {
            Wipe(secret);
            terminal.WriteLine();
        }
    }

    /// <summary>Overwrites a secret.</summary>
    public static void Wipe(char[]? secret) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secret.AsSpan()));
}
