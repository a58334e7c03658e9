using System.Diagnostics;
using Cps.Smime.Certificates;
using Cps.Smime.MailTesting;

namespace Cps.Smime.Mime.Tests;

/// <summary>Messages damaged at random end in a content or in a CpsException, and in nothing else.</summary>
public sealed class MutationTests
{
    [Fact]
    public async Task NothingButACpsExceptionComesOutOfADamagedMessage()
    {
        int seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        Random random = new(seed);
        string signed = await Eml.SignAsync(Eml.Letter, MailPeople.Signer);
        byte[][] originals =
        [
            Eml.Message("a@b.example", Eml.Pkcs7Mime(await Eml.EnvelopeAsync(signed, MailPeople.Recipient.Certificate))),
            Eml.Message("a@b.example", signed),
            Eml.Message("\"x\" <a@b.example>, c: d@e.example;", Eml.Pkcs7Mime(await Eml.OpaqueAsync(Eml.Letter, MailPeople.Signer))),
            Eml.Message("=?utf-8?Q?=C3=A9?= <a@b.example>", Eml.Mixed(Eml.Letter, "Content-Type: message/rfc822\r\n\r\n" + Eml.Text(Eml.Message("x@y.example", Eml.Letter)),
                "Content-Type: application/pdf; name*0*=iso-8859-1''%E9; name*1=x\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n")),
        ];
        string[] words = ["\r\n", "\n\n", "--sig-limite", "--mixte--", "Content-Type: ", "boundary=", "\"", "=?utf-7?B?", "(", "<", "charset=utf-16", "\0", "\u00FF", "message/partial", "base64", "multipart/", ";"];
        SecureMessageReader reader = new(new MailLimits { MaximumHeaderLength = 20_000 });
        Stopwatch watch = Stopwatch.StartNew();
        int count = 0;
        for (; watch.Elapsed < TimeSpan.FromSeconds(6) || count <= 200; count++)
        {
            List<byte> message = [.. originals[random.Next(originals.Length)]];
            for (int i = random.Next(1, 8); i > 0; i--)
            {
                int at = random.Next(message.Count);
                switch (random.Next(5))
                {
                    case 0:
                        message[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        message.RemoveRange(at, Math.Min(random.Next(1, 40), message.Count - at));
                        message.Add((byte)'x');
                        break;
                    case 2:
                        message.InsertRange(at, message.GetRange(at, Math.Min(random.Next(1, 200), message.Count - at)));
                        break;
                    default:
                        message.InsertRange(at, Eml.Bytes(words[random.Next(words.Length)]));
                        break;
                }
            }

            try
            {
                using OpenedMessage opened = await reader.OpenAsync(new MemoryStream([.. message]), [MailPeople.Recipient]);
                foreach (MessagePart part in opened.Parts)
                {
                    part.ReadAllBytes();
                    Assert.Equal(Path.GetFileName(part.FileName), part.FileName);
                    Assert.NotEmpty(part.MediaType);
                    _ = (part.GivenName, part.Charset, part.IsAttachment);
                }

                _ = (opened.From.Single, opened.Sender.Single, opened.To.Single, opened.Subject);
            }
            catch (CpsException)
            {
                // One of the two good ends.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {seed}, message {count}: {e}\n{Eml.Text([.. message])}");
            }
        }

        Assert.True(count > 100, $"only {count} messages");
    }
}
