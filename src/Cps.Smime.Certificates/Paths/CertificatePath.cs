namespace Cps.Smime.Certificates;

/// <summary>The outcome of a path validation: the path when there is a valid one, else what is wrong with the best that was found.</summary>
/// <param name="Certificates">From the leaf to the anchor; as far as it went when there is no valid path.</param>
/// <param name="Problems">Empty exactly when the path is valid.</param>
/// <param name="ValidationTime">The time that was used for every validity.</param>
public sealed record CertificatePath(IReadOnlyList<Certificate> Certificates, IReadOnlyList<PathProblem> Problems, DateTimeOffset ValidationTime)
{
    /// <summary>Whether there is a valid path to an anchor.</summary>
    public bool IsValid => Problems.Count == 0;
}
