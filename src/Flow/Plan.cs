namespace Sluice.Flow;

/// <summary>What a subject decided after one look.</summary>
/// <param name="Next">The subject's memory from now on; written by compare-and-swap before any move is made.</param>
/// <param name="Moves">What to do to the world, in order; each is idempotent and is derived again by the next look if it was not
/// made.</param>
/// <param name="WakeAt">When to look again if nothing rings before; null: only when rung.</param>
/// <param name="Journal">What is worth remembering for people; written together with <paramref name="Next"/>.</param>
public sealed record Plan<TLedger, TMove>(TLedger Next, Row<TMove> Moves, DateTimeOffset? WakeAt, Row<JournalLine> Journal);

/// <summary>One line of a subject's append-only story.</summary>
/// <param name="Kind">A stable word, such as <c>queued</c>, <c>built</c>, <c>landed</c>, <c>ejected</c>.</param>
/// <param name="Says">One sentence for people.</param>
/// <param name="Pulls">The pull requests that it is about, ascending.</param>
/// <param name="Data">Details as one JSON object, or null.</param>
public sealed record JournalLine(string Kind, string Says, Row<int> Pulls, string? Data = null);

/// <summary>A subject's memory.</summary>
public interface ILedger
{
    /// <summary>Whether something is under way: only then do other subjects and the sweep read it in bulk.</summary>
    bool IsAlive { get; }
}
