namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>The product has no option, class or method by which it could be asked.</summary>
public sealed class PeerLacksException : Exception
{
    public PeerLacksException()
    {
    }

    public PeerLacksException(string message)
        : base(message)
    {
    }

    public PeerLacksException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
