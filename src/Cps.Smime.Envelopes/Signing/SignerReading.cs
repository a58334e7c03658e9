using Cps.Smime.Certificates;

namespace Cps.Smime.Envelopes;

/// <summary>What reading the signers of one message may still cost: counter-signatures may have counter-signatures in turn.</summary>
internal sealed class SignerReading(CmsLimits limits, LegacyAlgorithms legacy)
{
    private int _counterSignatures;

    /// <summary>The algorithms of old mail that are allowed.</summary>
    public LegacyAlgorithms Legacy => legacy;

    /// <summary>Counts one counter-signature.</summary>
    /// <exception cref="EnvelopeException">LimitExceeded.</exception>
    public void TakeCounterSignature()
    {
        _counterSignatures++;
        if (_counterSignatures > limits.MaximumCounterSignatures)
        {
            throw new EnvelopeException(CpsErrorCode.LimitExceeded, $"the message has more than {limits.MaximumCounterSignatures} counter-signatures");
        }
    }
}
