using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Back-pressure. When more comes into a lane than leaves it, its lowest classes (low priority, agents, chore bots) wait outside, but only
/// behind as many as all of its slots can test at a time, so that no slot is ever idle for it. When more has landed than two deployments
/// take, they wait altogether until one takes what is left. Nobody waits for either for longer than <c>queue.max_wait</c>.
/// </summary>
public static class Tides
{
    /// <summary>What presses now; null: nothing.</summary>
    public static Pressing? Of(LaneSeen seen, int backlog)
    {
        var before = seen.Ledger.Tide.Presses;
        if (seen.Policy.Canary is { } canary && seen.Undeployed > canary.MaxPulls * (before is { ByCanary: true } ? 1 : 2))
        {
            return before is { ByCanary: true } ? before : new Pressing(true, seen.Now);
        }

        var presses =
            backlog > Room(seen.Policy)
            && (before is { ByCanary: false } || (seen.Ledger.Tide.Read(seen.Now, backlog) is { } rates && rates.Arrivals > rates.Drains));
        return !presses ? null
            : before is { ByCanary: false } ? before
            : new Pressing(false, seen.Now);
    }

    /// <summary>What that means for those who want in; null: nothing.</summary>
    public static Pressure? For(LaneSeen seen, int backlog) =>
        Of(seen, backlog) is not { } presses ? null
        : presses.ByCanary ? new Pressure(0, TideWords.Behind(seen.Undeployed, seen.Policy.Canary!.MaxPulls))
        : new Pressure(Room(seen.Policy), TideWords.High(seen.Ledger.Tide.Read(seen.Now, backlog)));

    /// <summary>Urgent, reverts and high ones never, and nobody who has waited long.</summary>
    public static bool IsLow(Entry entry, DateTimeOffset now, TimeSpan maxWait) =>
        now - entry.Since < maxWait && (entry.Priority < Priority.Normal || (entry.IsMachine && entry.Priority <= Priority.Normal));

    /// <summary>Takes in what the line has become.</summary>
    internal static void Note(Draft draft)
    {
        var (ledger, before) = (draft.Ledger, draft.Seen.Ledger);
        var tide = ledger.Tide.Next(Tickets(before), Tickets(ledger), draft.Seen.Now);
        var backlog = ledger.Line.Count + ledger.Outside.Count;
        var presses = Of(draft.Seen, backlog);
        if (presses is not null && before.Tide.Presses?.ByCanary != presses.ByCanary)
        {
            draft.Say(
                "tide",
                presses.ByCanary
                    ? TideWords.Behind(draft.Seen.Undeployed, draft.Seen.Policy.Canary!.MaxPulls)
                    : TideWords.High(before.Tide.Read(draft.Seen.Now, backlog)),
                []
            );
        }
        else if (presses is null && before.Tide.Presses is not null)
        {
            draft.Say("tide", TideWords.Over(), []);
        }

        draft.Ledger = ledger with { Tide = tide with { Presses = presses } };
    }

    private static int Room(Policy policy) => policy.Queue.Slots * policy.Queue.BatchMax;

    private static IEnumerable<(int, int)> Tickets(LaneLedger ledger) =>
        ledger.Line.Select(one => (one.Number, one.Ticket)).Concat(ledger.Outside.Select(one => (one.Number, one.Ticket)));
}
