using Sluice.Flow.Policies;

namespace Sluice.Flow.Queue;

/// <summary>
/// Pulls that stand on others: they follow them, in one build where that can be, and never come onto the base without them. The scheduler
/// knows nothing of it: to it they are parked until what they stand on has landed, and ride along with that where nothing speaks against
/// it.
/// </summary>
internal static class Stacking
{
    /// <summary>Whom it stands on that has not landed.</summary>
    public static Row<int> Waits(Draft draft, Entry entry) =>
        entry.After.Count == 0
            ? []
            : entry
                .After.Where(number =>
                    !draft.Ledger.Outcomes.Any(outcome => outcome.Number == number && outcome.State == Repo.PullState.Landed)
                )
                .ToRow();

    /// <summary>
    /// The same order, but for those who stand on others that come later: each right behind the last of them. A ring stays at the end, as
    /// it came.
    /// </summary>
    public static Row<Entry> InOrder(Row<Entry> order)
    {
        if (!order.Any(entry => entry.After.Count > 0))
        {
            return order;
        }

        var still = new SortedSet<int>(order.Select(entry => entry.Number));
        var (sorted, behind) = (new List<Entry>(), new SortedDictionary<int, List<Entry>>());
        var next = new Stack<Entry>();
        foreach (var first in order)
        {
            next.Push(first);
            while (next.TryPop(out var entry))
            {
                if (
                    entry.After.Where(number => number != entry.Number && still.Contains(number)).Order().FirstOrDefault()
                    is var parent
                        and not 0
                )
                {
                    behind.TryAdd(parent, []);
                    behind[parent].Add(entry);
                    continue;
                }

                sorted.Add(entry);
                still.Remove(entry.Number);
                if (behind.Remove(entry.Number, out var released))
                {
                    // The first that came goes first.
                    foreach (var follower in Enumerable.Reverse(released))
                    {
                        next.Push(follower);
                    }
                }
            }
        }

        return sorted.Count == order.Count ? sorted.ToRow() : [.. sorted, .. order.Where(entry => still.Contains(entry.Number))];
    }

    /// <summary>Nobody in it comes before what it stands on.</summary>
    public static bool IsOrdered(Draft draft, Row<Member> content)
    {
        var before = new SortedSet<int>();
        foreach (var member in content)
        {
            if (draft.Find(member.Number) is { } entry && !Waits(draft, entry).All(before.Contains))
            {
                return false;
            }

            before.Add(member.Number);
        }

        return true;
    }

    /// <summary>
    /// Ends what would bring somebody onto the base without what it stands on: the description may have changed, or a conflict left the
    /// other one out.
    /// </summary>
    public static void TakeIn(Draft draft)
    {
        var builds = draft
            .Ledger.Builds.Where(build =>
                build.Id != draft.Ledger.Landing?.Build && build.Onto is not null && !IsOrdered(draft, build.Content)
            )
            .ToList();
        foreach (var build in builds)
        {
            if (draft.Ledger.Builds.Contains(build))
            {
                draft.End(build);
            }
        }
    }

    /// <summary>
    /// A build's members, and right behind them those that stand on what it holds. Of what failed nothing is known until what is below has
    /// been tested by itself: then nobody rides along.
    /// </summary>
    public static List<Entry> WithRiders(Draft draft, List<Entry> members, Row<Member> below)
    {
        var policy = draft.Seen.Policy.Queue;
        if (
            !draft.Alive.Any(entry => entry.After.Count > 0)
            || members.Exists(entry => !MayShare(draft, entry))
            || members.Exists(Order.IsUrgent)
            || BaseHealth.IsTriedAlone(draft.Ledger)
            || Sights.IsStalled(draft)
            || CiHealth.Stops(draft.Ledger)
        )
        {
            return members;
        }

        var (all, content) = (
            members.ToList(),
            new SortedSet<int>(below.Select(member => member.Number).Concat(members.Select(entry => entry.Number)))
        );
        var taken = new SortedSet<int>(draft.Ledger.Builds.SelectMany(build => build.Members).Select(member => member.Number));
        foreach (var entry in draft.Alive.Where(entry => entry.After.Count > 0 && !taken.Contains(entry.Number)))
        {
            var waits = Waits(draft, entry);
            if (
                all.Count < policy.BatchMax
                && waits.Count > 0
                && waits.All(content.Contains)
                && !content.Contains(entry.Number)
                && MayShare(draft, entry)
                && Overtaking.MayRide(draft, entry, content)
            )
            {
                all.Add(entry);
                content.Add(entry.Number);
            }
        }

        return all;
    }

    private static bool MayShare(Draft draft, Entry entry) =>
        !entry.Alone
        && !Keeping.IsAlone(draft, entry)
        && Ways.IsShared(draft, entry)
        && !Freezing.IsFrozen(draft.Ledger, entry.Number)
        && !BaseHealth.IsParked(draft.Ledger, entry.Number)
        && !draft.Ledger.Reds.Any(red => red.Suspects.Any(member => member.Number == entry.Number))
        && !draft.Ledger.Troubles.Any(trouble => trouble.Number == entry.Number)
        && !draft.Ledger.Blocks.Any(block => block.Number == entry.Number);

    /// <summary>
    /// Which of them are still aimed at another branch than the lane's: GitHub shows a pull as merged only when its head comes onto its own
    /// base.
    /// </summary>
    public static Row<LaneMove> Aims(Draft draft, Landing landing) =>
        landing
            .Pulls.Where(pull => draft.Find(pull.Number) is { Aim: not null })
            .Select(pull => (LaneMove)new LaneMove.Retarget(pull.Number, draft.Seen.Base))
            .ToRow();

    /// <summary>GitHub would not aim it at the lane's branch: it cannot be landed as it stands.</summary>
    public static void PutOut(Draft draft)
    {
        foreach (var entry in draft.Alive.Where(entry => entry is { Aim: not null, AimRefused: not null }).ToList())
        {
            draft.Eject(entry, Repo.Code.DependsOn, QueueWords.NotAimed(draft.Seen.Base, entry.AimRefused!));
        }
    }
}
