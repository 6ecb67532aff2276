using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What waits for an environment, and what goes next. One at a time: what lands meanwhile waits and goes together.</summary>
internal static class DeployQueue
{
    private const int PastKept = 50;

    /// <summary>
    /// What nobody took in for so long landed while nothing was deployed from here, as without a <c>canary</c> in the policy: others may
    /// have deployed since, and part after part would bring back what they left behind.
    /// </summary>
    private static readonly TimeSpan Unwatched = TimeSpan.FromDays(1);

    /// <summary>A small batch is this part of a usual one.</summary>
    private const int SmallBatch = 4;

    /// <summary>Takes in what landed.</summary>
    public static EnvironmentLedger TakeIn(EnvironmentLedger ledger, Row<LandedPull> landed, DateTimeOffset now)
    {
        var news = landed.Where(pull => pull.Seq > ledger.Cursor).ToList();
        if (news.Count > 0)
        {
            var newest = news.MaxBy(pull => pull.Seq)!.Seq;
            news.RemoveAll(pull => pull.Seq != newest && ledger.IsHistory(pull.At, now));
        }

        if (news.Count == 0)
        {
            return ledger;
        }

        var taken = ledger with { Cursor = news.Max(pull => pull.Seq), Waiting = Sorted(ledger.Waiting.Concat(news)) };
        return news.Exists(pull => now - pull.At > Unwatched) ? AsItStands(taken, news[^1].Base, news[^1].Tip) : taken;
    }

    /// <summary>Starts the next canary when nothing is under way and nothing forbids it.</summary>
    public static Step? Start(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        if (
            ledger.Canary is not null
            || ledger.Case is not null
            || ledger.Poison is not null
            || ledger.Waiting.Count == 0
            || (ledger.IsGivenUp && !Breaking.TriesAgain(ledger))
        )
        {
            return null;
        }

        var same = OfOneBase(ledger);
        var level = seen.Budget?.Level ?? BudgetLevel.Normal;
        var open = DeployFreezes.Open(seen, same);
        if (open == 0 && Must(same, BudgetLevel.Normal, open) < 0)
        {
            return null;
        }

        if (Holds(seen, ledger, same, open) is { } why)
        {
            return why == ledger.Held ? null : new Step(ledger with { Held = why }, CanaryWords.Line("held", why, ledger.Waiting));
        }

        var pulls = Next(same, seen.Policy, level, ledger.Breakers.Count > 0, open);
        var (sha, previous, serial) = (pulls[^1].Tip, ledger.LastGood ?? pulls[0].Before, NextSerial(seen, ledger));
        var skips = pulls.All(pull => seen.Policy.Skip.Contains(pull.Band) && !pull.Defensive);
        var canary = new Canary(
            Stages.CanaryId(seen.Policy.Environment, serial, sha, previous, pulls),
            sha,
            previous,
            pulls,
            skips ? CanaryPhase.Promoting : CanaryPhase.Deploying,
            0,
            seen.Now,
            null,
            null
        )
        {
            Created = seen.Now,
            Fence = serial,
            Promoted = skips,
            Note = skips ? CanaryWords.Skipped() : null,
        };
        var waiting = ledger.Waiting.Where(pull => !pulls.Contains(pull)).ToRow();
        return new Step(
            ledger with
            {
                Canary = canary,
                Waiting = waiting,
                Serial = serial,
                Held = null,
            },
            Story.Line("deploying", canary, CanaryWords.Starts(canary, seen.Policy))
        );
    }

    /// <summary>
    /// Above all that its deployers are known to have seen: they leave alone what is lower. The ledger alone does not tell where the
    /// canary's environment had another one to promote to before.
    /// </summary>
    public static int NextSerial(EnvironmentSeen seen, EnvironmentLedger ledger) =>
        1 + Math.Max(ledger.Serial, seen.Deployments.Select(each => each.Payload?.Fence ?? 0).DefaultIfEmpty(0).Max());

    /// <summary>
    /// Only a revert goes before a canary that is under way: what landed with it is not judged to its end, it goes again together with the
    /// revert.
    /// </summary>
    public static Step? Overtaken(EnvironmentLedger ledger, Canary canary, DateTimeOffset now) =>
        Silence.Revert(canary, ledger.Waiting) is { } revert
            ? new Step(
                End(ledger, canary, CanaryEnd.Superseded, now),
                Story.Line("superseded", canary, CanaryWords.Superseded(canary, revert))
            )
            : null;

    /// <summary>The canary is over; what it does not keep in production waits again.</summary>
    public static EnvironmentLedger End(EnvironmentLedger ledger, Canary canary, CanaryEnd end, DateTimeOffset now)
    {
        var again = end == CanaryEnd.Promoted ? [] : canary.Pulls.Where(pull => !canary.Taken.Contains(pull.Number));
        return ledger with
        {
            Canary = null,
            Poison = null,
            // Also where none was ever promoted: the next one's way back must not be a commit that holds what was taken back.
            LastGood =
                end == CanaryEnd.Promoted ? canary.Sha
                : canary.Taken.Count > 0 && canary.Part is null ? ledger.LastGood ?? canary.Previous
                : ledger.LastGood,
            Waiting = Sorted(ledger.Waiting.Concat(again)),
            GivenUp = end == CanaryEnd.RolledBack ? Math.Max(ledger.GivenUp, canary.Pulls.Max(pull => pull.Seq)) : ledger.GivenUp,
            Past = ledger
                .Past.Add(Kept(canary) with { Phase = CanaryPhase.Done, End = end, Since = now, Ended = now })
                .TakeLast(PastKept)
                .ToRow(),
        };
    }

    /// <summary>
    /// What waits for a base goes with all that the base holds now, as one push: by itself it may hold what was taken back.
    /// </summary>
    public static EnvironmentLedger AsItStands(EnvironmentLedger ledger, string onto, Sha head) =>
        ledger with
        {
            Waiting = ledger.Waiting.Select(pull => pull.Base == onto ? pull with { Tip = head } : pull).ToRow(),
        };

    /// <summary>
    /// What the past is kept for is who was on it and how it ended: paths and evidence are in the journal and on the revert.
    /// </summary>
    private static Canary Kept(Canary canary) =>
        canary with
        {
            Pulls = canary.Pulls.Select(pull => pull with { Paths = [], Owners = [] }).ToRow(),
            Failing = [],
            Suspects = canary.Suspects.Take(3).ToRow(),
        };

    /// <summary>Those who wait for the same base as the first of them.</summary>
    public static List<LandedPull> OfOneBase(EnvironmentLedger ledger) =>
        [.. ledger.Waiting.Where(pull => pull.Base == ledger.Waiting[0].Base)];

    /// <summary>Why nothing may be deployed now; null: something may.</summary>
    private static string? Holds(EnvironmentSeen seen, EnvironmentLedger ledger, List<LandedPull> same, int open)
    {
        var level = seen.Budget?.Level ?? BudgetLevel.Normal;
        return Breaking.Stops(ledger) is { } breaker && Must(same, BudgetLevel.Normal, open) < 0 ? BreakerWords.Keeps(breaker)
            : level >= BudgetLevel.Repairs && Must(same, level, open) < 0 ? BudgetWords.Keeps(level, seen.Budget!.IsBurning)
            : null;
    }

    /// <summary>Reverts and what a maintainer calls urgent; while little of the error budget is left, other fixes too.</summary>
    private static bool GoesFirst(LandedPull pull, BudgetLevel level) =>
        pull.Reverts.Count > 0 || pull.Priority >= (level == BudgetLevel.Repairs ? Priority.High : Priority.Urgent);

    /// <summary>The last that goes first, -1 where none does; past those that no freeze keeps, only what takes something back.</summary>
    private static int Must(List<LandedPull> same, BudgetLevel level, int open)
    {
        var free = same.GetRange(0, open).FindLastIndex(pull => GoesFirst(pull, level));
        return Math.Max(free, same.FindLastIndex(pull => pull.Reverts.Count > 0));
    }

    /// <summary>
    /// The oldest pulls up to the policy's limit. A push is never torn apart, for its tip is what is deployed; and with what goes first
    /// everything up to it goes, because it stands on that, and what landed before a revert may hold what it takes back. A pull that landed
    /// twice goes twice: on one canary its two landings would share the blame for ever.
    /// </summary>
    /// <param name="broken">A breaker is not closed: open it lets nothing else through, half-open one push.</param>
    /// <param name="open">So many of the first may go in the freeze that there is.</param>
    private static Row<LandedPull> Next(List<LandedPull> same, CanaryPolicy policy, BudgetLevel level, bool broken, int open)
    {
        var must = Must(same, level, open);
        var most = level switch
        {
            _ when broken => 0,
            BudgetLevel.Normal => policy.MaxPulls,
            BudgetLevel.Careful when same.Take(policy.MaxPulls).All(pull => pull.Band == Band.Low) => policy.MaxPulls,
            BudgetLevel.Careful => Math.Max(1, policy.MaxPulls / SmallBatch),
            _ => 0,
        };
        var count = 0;
        while (count < same.Count)
        {
            var push = same.FindLastIndex(pull => pull.Tip == same[count].Tip) + 1;
            var isTwice = same.Skip(count).Take(push - count).Any(pull => same.Take(count).Any(earlier => earlier.Number == pull.Number));
            if (count > must && count > 0 && (push > Math.Min(most, open) || isTwice))
            {
                break;
            }

            count = push;
        }

        return same.Take(count).ToRow();
    }

    /// <summary>By landing; the pulls of one push share its number and keep their order.</summary>
    private static Row<LandedPull> Sorted(IEnumerable<LandedPull> pulls) =>
        pulls.OrderBy(pull => pull.Seq).DistinctBy(pull => (pull.Seq, pull.Number)).ToRow();
}

/// <summary>One change of the ledger and what is told of it.</summary>
internal sealed record Step(EnvironmentLedger Ledger, JournalLine Line)
{
    /// <summary>Of the verdict that it acts on; null: it acts on none.</summary>
    public JournalLine? Receipt { get; init; }
}
