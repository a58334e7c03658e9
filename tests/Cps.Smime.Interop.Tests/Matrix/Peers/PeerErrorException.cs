namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>A program ended with an error; the message is what it printed.</summary>
public sealed class PeerErrorException : Exception
{
    public PeerErrorException()
    {
    }

    public PeerErrorException(string message)
        : base(message)
    {
    }

    public PeerErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
