namespace Sluice.Turns.Ports;

/// <summary>What came of a request or a move. A fault of the network or of a program is an exception, not an answer.</summary>
public abstract record Answer<T>
{
    private Answer() { }

    public sealed record Made(T Value) : Answer<T>;

    /// <summary>The other side said no: its words. With status 409 it may say yes when it is asked again, with any other hardly.</summary>
    public sealed record Refused(string Why, int Status = 0) : Answer<T>;

    /// <summary>Not now: a limit or a passing fault. Ask again then.</summary>
    public sealed record Later(DateTimeOffset Until, string Why) : Answer<T>
    {
        /// <summary>It is certain that nothing was done: a limit kept it. Else nobody knows.</summary>
        public bool Undone { get; init; }
    }

    public TResult Match<TResult>(Func<T, TResult> made, Func<Refused, TResult> refused, Func<Later, TResult> later) =>
        this switch
        {
            Made answer => made(answer.Value),
            Refused answer => refused(answer),
            Later answer => later(answer),
            _ => throw new InvalidOperationException("no such answer"),
        };

    /// <summary>The same no, or not now, about something else.</summary>
    /// <exception cref="InvalidOperationException">It was made.</exception>
    public Answer<TOther> Not<TOther>() =>
        Match<Answer<TOther>>(
            _ => throw new InvalidOperationException("it was made"),
            refused => new Answer<TOther>.Refused(refused.Why, refused.Status),
            later => new Answer<TOther>.Later(later.Until, later.Why) { Undone = later.Undone }
        );
}

/// <summary>Nothing to tell.</summary>
public readonly record struct Nothing;
