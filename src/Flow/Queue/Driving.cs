using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// A lane whose branch has GitHub's own merge queue, which tests and lands: the lane says who goes in and who comes out, and looks after
/// what is there.
/// </summary>
internal static class Driving
{
    /// <summary>Of one pull that stands still, before it is put out.</summary>
    public const int MostTries = 2;

    /// <summary>GitHub tells of its queue by webhooks that an App need not get: it is asked.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    public static void Take(Draft draft, NativeSeen native)
    {
        foreach (var build in draft.Ledger.Builds.ToList())
        {
            draft.End(build);
        }

        // Where it comes to stand is GitHub's doing. Who left and is not told of yet may have landed on what was there before.
        var isTold = draft.Ledger.Driven.All(pull => native.Pull(pull.Number) is not { Untold: true });
        draft.Ledger = draft.Ledger with { Head = isTold ? draft.Seen.Head : draft.Ledger.Head ?? draft.Seen.Head };
        Driven.Ended(draft, native);
        // May put one out: before the ledger is copied.
        var driven = draft.Ledger.Driven.Select(pull => Stand(draft, pull, native)).OfType<DrivenPull>().ToRow();
        draft.Ledger = draft.Ledger with { Driven = driven };
        Fill(draft);
        if (draft.Ledger.Driven.Count > 0)
        {
            draft.Wake(draft.Seen.Now + Look);
        }
    }

    public static IEnumerable<LaneMove> Moves(Draft draft) =>
        draft.Seen.Native is not { } native
            ? []
            : draft
                .Ledger.Driven.Select(pull => (Pull: pull, IsIn: native.Entry(pull.Number) is not null))
                .Where(each =>
                    !each.Pull.Waits && native.Pull(each.Pull.Number) is not { Untold: true } && each.IsIn == each.Pull.Out is not null
                )
                .Select(each =>
                    each.IsIn
                        ? (LaneMove)new LaneMove.Dequeue(each.Pull.Number)
                        : new LaneMove.Enqueue(draft.Seen.Base, each.Pull.Number, each.Pull.As.Ticket, each.Pull.As.Head, each.Pull.Jump)
                );

    /// <summary>What it says of one whose ticket goes on; null: it is not there any more, and need not be.</summary>
    private static DrivenPull? Stand(Draft draft, DrivenPull pull, NativeSeen native)
    {
        var (entry, seen) = (native.Entry(pull.Number), draft.Seen);
        var isWanted = draft.Find(pull.Number) is { } alive && alive.Ticket == pull.As.Ticket && alive.Head == pull.As.Head;
        if (native.Pull(pull.Number) is { Untold: true })
        {
            return pull;
        }

        if (entry is null)
        {
            // Taken out by us: those who may go in again are asked for anew. Whom it has not yet taken in is forgotten a look later: what
            // was asked of it may still come through.
            var goesIn = isWanted && MayLand(draft, pull.Number);
            return pull.Out is null
                ? goesIn
                    ? pull
                    : pull with
                    {
                        Out = isWanted ? NativeWords.Kept() : NativeWords.Left(),
                    }
                : goesIn && pull.Out == NativeWords.Stood()
                    ? pull.Anew(seen.Now, native.Pull(pull.Number)?.LeftAt)
                    : null;
        }

        var stood = $"{entry.Position} {entry.State} {entry.Group?.Hex}";
        var now =
            stood == pull.Stood
                ? pull with
                {
                    Entered = true,
                    Waits = false,
                }
                : pull with
                {
                    Entered = true,
                    Waits = false,
                    Stood = stood,
                    Moved = seen.Now,
                    Group = entry.Group ?? pull.Group,
                };
        now = entry.Group is null
            ? now
            : now with
            {
                Ahead = native.Entries.Where(other => other.Position < entry.Position).Select(other => other.Number).Order().ToRow(),
            };
        var why =
            !isWanted ? NativeWords.Left()
            : MayLand(draft, pull.Number) ? null
            : NativeWords.Kept();
        if (why is not null && now.Out is null)
        {
            draft.Say("dequeued", NativeWords.Taken(pull.Number, why), [pull.Number]);
            return now with { Out = why };
        }

        return now.Out is null ? Unwedge(draft, now) : now;
    }

    private static DrivenPull Unwedge(Draft draft, DrivenPull pull)
    {
        var since = pull.Moved ?? draft.Seen.Now;
        var still = draft.Seen.Now - since;
        var limit = Learning.Timeout(draft.Seen.Policy.Queue, draft.Ledger.Learnt, since);
        if (still < limit)
        {
            draft.Wake(since + limit);
            return pull;
        }

        if (pull.Tries < MostTries)
        {
            draft.Say("unwedged", NativeWords.Stuck(pull.Number, still, pull.Tries + 1), [pull.Number]);
        }
        else if (draft.Find(pull.Number) is { } entry)
        {
            draft.Eject(entry, Code.TimedOut, NativeWords.StuckFor(still));
        }

        return pull with
        {
            Out = NativeWords.Stood(),
            Tries = pull.Tries + 1,
        };
    }

    /// <summary>
    /// In order of service, as many as one candidate may hold: who comes later can still be overtaken here, and not there.
    /// </summary>
    private static void Fill(Draft draft)
    {
        if (draft.Ledger.Halted is not null)
        {
            return;
        }

        var there = new SortedSet<int>(draft.Ledger.Driven.Select(pull => pull.Number));
        var free = Math.Max(0, draft.Seen.Policy.Queue.BatchMax - there.Count);
        var entries = draft
            .Alive.Where(entry =>
                !there.Contains(entry.Number)
                && entry is { After.Count: 0, Aim: null }
                && !draft.Ledger.Restores.Any(head => head.Number == entry.Number)
                && MayLand(draft, entry.Number)
            )
            .Take(free)
            .ToList();
        foreach (var entry in entries)
        {
            var landed = new Landed(
                entry.Number,
                entry.Title,
                entry.Author,
                entry.Head,
                draft.Seen.Head,
                draft.Seen.Head,
                draft.Seen.Head,
                draft.Seen.Base,
                entry.Band,
                entry.Fails,
                entry.Reverts,
                draft.Seen.Now
            )
            {
                Ticket = entry.Ticket,
                Priority = entry.Priority,
                Defensive = entry.Defensive,
                Origin = entry.Origin,
            };
            draft.Ledger = draft.Ledger with
            {
                Driven = draft.Ledger.Driven.Add(
                    new DrivenPull(landed, Order.IsUrgent(entry) || entry.Exempt, draft.Seen.Now - DrivenPull.Second)
                ),
            };
            draft.Say("enqueued", NativeWords.Entered(entry.Number, draft.Seen.Base), [entry.Number]);
        }
    }

    /// <summary>What is in GitHub's queue lands when GitHub will: who may not land now is not left there.</summary>
    private static bool MayLand(Draft draft, int number) => draft.MayLand && !Freezing.IsFrozen(draft.Ledger, number);
}
