using Cps.Smime.Certificates;

namespace Cps.Smime.Tool;

/// <summary>The command line asks for something that makes no sense: exit status 64.</summary>
internal sealed class UsageException : CpsException
{
    public UsageException(string message, string? subject = null, string? advice = null)
        : base(CpsErrorCode.Refused, message, subject, advice)
    {
    }
}
