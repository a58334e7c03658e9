namespace Cps.Smime.Mime;

/// <summary>What can be wrong with the form of a signed layer, whoever signed.</summary>
public enum LayerProblem
{
    /// <summary>The signature beside the content carries content of its own (CVE-2018-18509): two contents, one of them unseen.</summary>
    ConflictingContent,

    /// <summary>The multipart has something else than the content and its signature.</summary>
    UnexpectedParts,

    /// <summary>The signature part cannot be read.</summary>
    SignatureUnreadable,

    /// <summary>What was signed is not id-data, the type that mail signs.</summary>
    NotData,
}
