namespace Cps.Smime.Certificates;

/// <summary>Which of several certificates was taken to encrypt to, and why the others were not.</summary>
/// <param name="Certificate">The certificate taken, or null when none is usable.</param>
/// <param name="Entry">The directory entry it came from, or null.</param>
/// <param name="Rejected">Each certificate that is not usable, with every reason.</param>
/// <param name="OtherUsable">Usable certificates that were passed over because an address of their own, or a later beginning, made another better.</param>
public sealed record CertificateChoice(
    Certificate? Certificate,
    DirectoryEntry? Entry,
    IReadOnlyList<(Certificate Certificate, IReadOnlyList<CertificateRejection> Reasons)> Rejected,
    IReadOnlyList<Certificate> OtherUsable);
