namespace Cps.Smime.Cards.Simulator;

/// <summary>
/// Every PKCS#11 call of a simulated module with its return value, in order: what a test asks to prove that one PIN entry made one
/// C_Login. It never holds an argument, so no PIN. Safe for any number of threads.
/// </summary>
public sealed class CallLog
{
    private readonly object _lock = new();
    private readonly List<LoggedCall> _calls = [];

    /// <summary>The calls so far.</summary>
    public IReadOnlyList<LoggedCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>How often a function was called, whatever it returned.</summary>
    /// <param name="function">The function's name in the standard, for example <c>C_Login</c>.</param>
    public int Count(string function)
    {
        lock (_lock)
        {
            return _calls.Count(c => c.Function == function);
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    internal void Add(string function, ulong returnValue)
    {
        lock (_lock)
        {
            _calls.Add(new LoggedCall(function, returnValue));
        }
    }
}
