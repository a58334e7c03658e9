namespace Cps.Smime.Hprim;

/// <summary>What a writer does with text it cannot write as it is.</summary>
public enum HprimOnProblem
{
    /// <summary>Refuse the whole document and tell where.</summary>
    Refuse,

    /// <summary>Write something harmless in its place and report each replacement.</summary>
    Replace,
}
