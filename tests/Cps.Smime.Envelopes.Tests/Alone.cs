namespace Cps.Smime.Envelopes.Tests;

/// <summary>Tests that look at the whole process (open files, environment) run when no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
