namespace Cps.Smime.Hprim;

/// <summary>One thing of the structured part of a message, in the order of the file: a <see cref="HprimResult"/> or a <see cref="HprimTextLine"/>.</summary>
public abstract record HprimEntry
{
    private protected HprimEntry()
    {
    }
}
