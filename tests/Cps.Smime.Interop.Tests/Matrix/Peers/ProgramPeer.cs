using Cps.Smime.Certificates;
using Cps.Smime.Envelopes;

namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A product that is a program: files in a folder of its own.</summary>
internal abstract class ProgramPeer : IPeer
{
    protected const string Message = "message.der";
    protected const string ContentFile = "content.bin";
    protected const string Output = "output.bin";

    public abstract string Name { get; }

    public abstract string Version { get; }

    public abstract IReadOnlyList<PeerLimit> Limits { get; }

    protected TempFolder Folder { get; } = new();

    /// <summary>Variables of the program's environment.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    public async Task<byte[]> ReadAsync(Combination combination, byte[] message, byte[] content)
    {
        Folder.Write(Message, message);
        Folder.Write(ContentFile, content);
        File.Delete(Folder.File(Output));
        Read(combination);
        return combination is SignatureCombination { IsDetached: true } or ContentCombination { Type: CmsContentType.SignedData }
            ? content
            : await File.ReadAllBytesAsync(Folder.File(Output));
    }

    public async Task<byte[]> WriteAsync(Combination combination, byte[] content)
    {
        Folder.Write(ContentFile, content);
        File.Delete(Folder.File(Message));
        Write(combination);
        return await File.ReadAllBytesAsync(Folder.File(Message));
    }

    public virtual void Dispose() => Folder.Dispose();

    /// <summary>Reads <see cref="Message"/> into <see cref="Output"/>; a detached signature with <see cref="ContentFile"/>.</summary>
    protected abstract void Read(Combination combination);

    /// <summary>Writes <see cref="Message"/> from <see cref="ContentFile"/>.</summary>
    protected abstract void Write(Combination combination);

    protected ProgramResult Run(string program, params IEnumerable<string> arguments) => Run(program, null, arguments);

    /// <param name="program">The program.</param>
    /// <param name="input">Its standard input; null for none.</param>
    /// <param name="arguments">Its arguments.</param>
    protected ProgramResult Run(string program, byte[]? input, IEnumerable<string> arguments)
    {
        ProgramResult result = ForeignSoftware.Run(program, arguments, Folder.Path, input, Environment);
        return result.ExitCode == 0 ? result : throw new PeerErrorException($"{Path.GetFileName(program)} ended with {result.ExitCode}\n{result.Errors}\n{result.Output}");
    }

    /// <summary>Checks that a PEM text has the certificate of a certificates-only message.</summary>
    protected static void AssertHasCertificate(byte[] pem) => Assert.Contains(MatrixPki.Get("RSA/1").Certificate, Certificate.ReadAll(pem));
}
