using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;
using Cps.Smime.Tool.Cms;
using Cps.Smime.Tool.Json;

namespace Cps.Smime.Tool.Commands;

/// <summary>One run of <c>cms sign</c>.</summary>
internal sealed class CmsSignRun(ToolConsole console, CmsFiles files, CmsSignArguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using KeyOpener opener = new(console, arguments.PasswordFile);
        opener.Check("--signer", arguments.Signers);
        files.Check([("--password-file", arguments.PasswordFile), .. arguments.Signers.Select(s => ("--signer", (string?)s))]);
        List<ISigningKey> keys = [];
        foreach (string signer in arguments.Signers)
        {
            keys.Add(NarrowedSigningKey.Choose(await opener.OpenSignerAsync(signer, cancellationToken), arguments.Digest, arguments.RsaFamily));
        }

        if (keys.DistinctBy(k => k.Certificate).Count() < keys.Count)
        {
            throw new UsageException("--signer names the same certificate twice");
        }

        using (ProgressLine progress = new(console, console.Say("Signing", "Signature"), CmsSource.LengthOf(files.In)))
        {
            opener.Progress = progress;

            // Definite lengths need the signatures before the content, which is then read twice.
            bool isReadTwice = !arguments.IsDetached && CmsFormWriter.IsDefinite(arguments.Form);
            await using CmsSource source = isReadTwice
                ? await CmsSource.OpenSeekableAsync(files.In, progress, cancellationToken)
                : CmsSource.Open(files.In, progress);
            await CmsOutput.WriteAsync(files.Out!, (output, token) => WriteAsync(source, keys, output, token), cancellationToken);
        }

        Report(keys);
        return ExitStatus.Done;
    }

    private Task WriteAsync(CmsSource source, IReadOnlyList<ISigningKey> keys, Stream output, CancellationToken cancellationToken) =>
        arguments is { IsDetached: true, Form: CmsForm.Smime }
            ? MultipartSignedWriter.WriteAsync(source, keys, output, cancellationToken)
            : CmsFormWriter.WriteAsync(output, arguments.Form, CmsMediaType.Signed, encoded => WriteSignedDataAsync(source, keys, encoded, cancellationToken), cancellationToken);

    private async Task WriteSignedDataAsync(CmsSource source, IReadOnlyList<ISigningKey> keys, Stream output, CancellationToken cancellationToken)
    {
        if (arguments.IsDetached)
        {
            await output.WriteAsync(await SignedDataWriter.SignDetachedAsync(source, keys, cancellationToken: cancellationToken), cancellationToken);
        }
        else if (CmsFormWriter.IsDefinite(arguments.Form))
        {
            await SignedDataWriter.SignAttachedAsync(source, keys, output, cancellationToken: cancellationToken);
        }
        else
        {
            await using SignedDataStream signed = await SignedDataStream.CreateAsync(output, keys, cancellationToken: cancellationToken);
            await source.CopyAsync(signed, length: null, cancellationToken);
            await signed.CompleteAsync(cancellationToken);
        }
    }

    private void Report(List<ISigningKey> keys)
    {
        if (files.Json)
        {
            CmsSignSignerJson[] signers = [.. keys.Select(k => new CmsSignSignerJson(k.SignatureAlgorithms[0].ToString(), CertificateJson.Of(k.Certificate)))];
            console.WriteJson(new CmsSignJson(files.Out!, JsonName.Of(arguments.Form), arguments.IsDetached, signers), ToolJson.Instance.CmsSignJson);
            return;
        }

        ToolConsole report = files.Report(console);
        foreach (ISigningKey key in keys)
        {
            report.WriteLine(report.Say(
                $"Signed by {key.Certificate.Identity} ({key.SignatureAlgorithms[0]}).", $"Signé par {key.Certificate.Identity} ({key.SignatureAlgorithms[0]})."));
        }

        CmsFiles.WriteWritten(report, files.Out!);
    }
}
