namespace Cps.Smime.Directories;

/// <summary>How far below the base a search goes (RFC 4511 section 4.5.1.2; the values are those of the protocol).</summary>
public enum LdapScope
{
    /// <summary>The base entry alone (baseObject).</summary>
    Base = 0,

    /// <summary>The entries directly below the base (singleLevel).</summary>
    OneLevel = 1,

    /// <summary>The base and everything below it (wholeSubtree).</summary>
    Subtree = 2,
}
