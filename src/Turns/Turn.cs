using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>
/// One turn of one kind of subject: look, decide, note, make, sleep. The only place where the order of these five stands.
/// </summary>
/// <param name="look">Null when there is nothing to decide about (an unknown repository, a pull that GitHub forgot).</param>
/// <param name="neighbours">Who must look again because of what was noted: from the ledger before and after.</param>
/// <param name="abreast">Moves that wait for no other, so that they reach GitHub together, after all the rest was made in its order; null:
/// none.</param>
internal sealed class Turn<TSeen, TLedger, TMove>(
    IStore store,
    IBell bell,
    TimeProvider clock,
    Func<Subject, Versioned<TLedger>, CancellationToken, Task<TSeen?>> look,
    Func<TSeen, Plan<TLedger, TMove>> decide,
    Func<TSeen, TMove, CancellationToken, Task<Made>> make,
    Func<TSeen, TLedger?, TLedger, IEnumerable<Subject>> neighbours,
    Func<TMove, bool>? abreast = null
)
    where TSeen : class
    where TLedger : class, ILedger
{
    /// <summary>
    /// An alarm for now, or for what is past already, would be a loop without rest; whatever happens meanwhile rings by itself.
    /// </summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    /// <summary>After this long, what was refused for a moment may be tried again.</summary>
    private static readonly TimeSpan Passing = TimeSpan.FromSeconds(30);

    /// <summary>Takes one turn. Safe to call at any time, by anybody, any number of times.</summary>
    public async Task<TurnEnd> Take(Subject subject, CancellationToken stop)
    {
        var remembered = await store.Ledger<TLedger>(subject, stop);
        if (await look(subject, remembered, stop) is not { } seen)
        {
            return new TurnEnd(subject, Blind: true);
        }

        var plan = decide(seen);
        var answers = new List<MoveAnswer>();
        if (!await Note(subject, seen, remembered, plan, stop))
        {
            await bell.Ring([subject], stop);
            return new TurnEnd(subject, Lost: true);
        }

        var refusals = new List<string>();
        var wakeAt = plan.WakeAt;
        foreach (var (move, made) in await Make(seen, plan.Moves, stop))
        {
            answers.Add(new($"{typeof(TMove).Name}.{move?.GetType().Name}", made.Word));
            switch (made)
            {
                case Made.Refused refused:
                    refusals.Add($"{typeof(TMove).Name}.{move?.GetType().Name}: {refused.Why}");
                    wakeAt = refused.Passes ? Sooner(wakeAt, clock.GetUtcNow() + Passing) : wakeAt;
                    break;
                case Made.Later later:
                    wakeAt = Sooner(wakeAt, later.Until);
                    break;
            }
        }

        var soonest = clock.GetUtcNow() + Breath;
        wakeAt = wakeAt < soonest ? soonest : wakeAt;
        await bell.SetAlarm(subject, wakeAt, stop);
        return new TurnEnd(subject)
        {
            Moves = plan.Moves.Count,
            Refusals = refusals.ToRow(),
            WakeAt = wakeAt,
            Answers = answers.ToRow(),
            Noted = plan.Journal,
        };
    }

    private static DateTimeOffset Sooner(DateTimeOffset? one, DateTimeOffset other) => one is { } at && at < other ? at : other;

    private async Task<IReadOnlyList<(TMove Move, Made Made)>> Make(TSeen seen, Row<TMove> moves, CancellationToken stop)
    {
        var done = new List<(TMove, Made)>();
        foreach (var move in moves.Where(move => abreast?.Invoke(move) != true))
        {
            done.Add((move, await make(seen, move, stop)));
        }

        done.AddRange(
            await Task.WhenAll(
                moves.Where(move => abreast?.Invoke(move) == true).Select(async move => (move, await make(seen, move, stop)))
            )
        );
        return done;
    }

    private async Task<bool> Note(
        Subject subject,
        TSeen seen,
        Versioned<TLedger> remembered,
        Plan<TLedger, TMove> plan,
        CancellationToken stop
    )
    {
        if (plan.Next.Equals(remembered.Value) && plan.Journal.Count == 0)
        {
            return true;
        }

        if (!await store.Note(subject, remembered.Version, plan.Next, plan.Journal, clock.GetUtcNow(), stop))
        {
            return false;
        }

        var rung = neighbours(seen, remembered.Value, plan.Next).Distinct().ToList();
        if (rung.Count > 0)
        {
            await bell.Ring(rung, stop);
        }

        return true;
    }
}

/// <summary>How a turn ended.</summary>
/// <param name="Blind">There was nothing to look at.</param>
/// <param name="Lost">Somebody else noted first: the plan was dropped and the subject rung again.</param>
public sealed record TurnEnd(Subject Subject, bool Blind = false, bool Lost = false)
{
    public int Moves { get; init; }

    /// <summary>What the other side refused, for the log; the next look sees it as a fact where it matters.</summary>
    public Row<string> Refusals { get; init; } = [];

    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>What came of each move, in the order of making.</summary>
    public Row<MoveAnswer> Answers { get; init; } = [];

    /// <summary>What was written into the journal.</summary>
    public Row<JournalLine> Noted { get; init; } = [];
}

/// <param name="Move">Its name, such as <c>LaneMove.Land</c>.</param>
/// <param name="Answer">made, refused or later.</param>
public sealed record MoveAnswer(string Move, string Answer);

/// <summary>What came of one move.</summary>
public abstract record Made
{
    private Made() { }

    public static Made Well { get; } = new Done();

    /// <summary>made, refused or later.</summary>
    public string Word =>
        this switch
        {
            Done => "made",
            Refused => "refused",
            _ => "later",
        };

    public sealed record Done : Made;

    /// <param name="Status">As HTTP has it; 0: not the other side's API.</param>
    public sealed record Refused(string Why, int Status = 0) : Made
    {
        /// <summary>The other side is at work on something there: asked again, it may say yes.</summary>
        public bool Passes => Status == 409;
    }

    public sealed record Later(DateTimeOffset Until, string Why) : Made;

    /// <summary>An answer without its value.</summary>
    public static Made Of<T>(Answer<T> answer) =>
        answer.Match<Made>(_ => Well, refused => new Refused(refused.Why, refused.Status), later => new Later(later.Until, later.Why));

    public static Made Of(PushAnswer answer) =>
        answer switch
        {
            PushAnswer.Done => Well,
            PushAnswer.Stale stale => new Refused($"the branch stands at {stale.Actual?.Short ?? "nothing"}"),
            PushAnswer.Refused refused => new Refused(refused.Why),
            PushAnswer.Later later => new Later(later.Until, later.Why),
            _ => throw new InvalidOperationException("no such answer"),
        };
}
