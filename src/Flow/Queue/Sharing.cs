namespace Sluice.Flow.Queue;

/// <summary>How the lanes of one repository share its slots: by how many wait in each.</summary>
public static class Sharing
{
    /// <summary>
    /// A lane's part of the slots, rounded down, but at least one. What builds of other lanes still occupy is left to them, so that no more
    /// than <paramref name="slots"/> run, unless more lanes than slots have somebody waiting.
    /// </summary>
    /// <param name="waiting">Pulls in this lane.</param>
    public static int Slots(int slots, int waiting, Row<LaneLoad> others)
    {
        var all = waiting + others.Sum(other => other.Waiting);
        var share = all == 0 ? slots : slots * waiting / all;
        var rest = slots - others.Sum(other => Math.Max(other.Building, other.Waiting > 0 ? 1 : 0));
        return Math.Max(1, Math.Min(Math.Max(share, 1), rest));
    }
}

/// <summary>What another lane of the same repository asks of the CI.</summary>
/// <param name="Waiting">Pulls in it.</param>
/// <param name="Building">Its builds that are ordered or run.</param>
public sealed record LaneLoad(string Base, int Waiting, int Building);
