namespace Cps.Smime.Interop.Tests.Matrix;

/// <summary>How a message is encoded.</summary>
internal enum MessageEncoding
{
    /// <summary>As its writer always does.</summary>
    Usual,

    /// <summary>All lengths definite.</summary>
    Der,

    /// <summary>Indefinite lengths and content in several pieces, as streaming writers do.</summary>
    Ber,
}
