using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Release;

/// <summary>What is done about a regressed canary, from how much each of its pulls is suspected.</summary>
internal static class Culprit
{
    /// <summary>From here on one pull is named, and its revert opened.</summary>
    public const double Named = 0.8;

    /// <summary>From here on, with evidence beyond what was believed before, the revert is certain (contract, section 4).</summary>
    public const double Certain = 0.95;

    /// <summary>Evidence must raise the odds by this much over what was believed before to count as any.</summary>
    private const double LeastEvidence = 3;

    /// <param name="field">Those of its pulls among whom the culprit is.</param>
    public static Finding Find(Canary canary, Row<LandedPull> field, CanaryPolicy policy)
    {
        var changes = field.Where(pull => pull.Reverts.Count == 0).Select(pull => pull.Number).Order().ToRow();
        if (changes.Count == 0)
        {
            return new Finding.Ask(BlameWords.OnlyReverts());
        }

        if (field.Count == 1)
        {
            // The tracks differed by nothing but this pull, so the contrast between them is the evidence.
            return new Finding.Take(
                changes,
                new Blame(
                    changes[0],
                    Math.Max(Certain, 1 - policy.Alpha),
                    canary.Pulls.Count == 1 ? BlameWords.OnlyChange() : BlameWords.BadByItself(canary)
                ),
                true
            );
        }

        var first = canary.Suspects[0];
        var certain = first.Probability >= Certain && IsEvidence(first);
        // Once parts are tried, another one makes certain sooner than a person who has to approve.
        return first.Probability >= Named && (certain || first.Number is null || canary.Trials.Count == 0 || !MayTry(canary, field, policy))
            ? Name(first, changes, certain)
            : Search(canary, field, changes, policy);
    }

    private static Finding Name(Suspicion first, Row<int> changes, bool certain) =>
        first.Number is not { } number ? new Finding.Ask(BlameWords.NoneOfThem(first))
        : !changes.Contains(number) ? new Finding.Ask(BlameWords.BlamesRevert(number))
        : new Finding.Take([number], Blame(first), certain);

    private static Finding Search(Canary canary, Row<LandedPull> field, Row<int> changes, CanaryPolicy policy)
    {
        var best = canary.Suspects.First(each => each.Number is not null);
        return policy.Culprit switch
        {
            WhenUnclear.Whole when canary.Suspects[0] is { Number: null, Probability: > 0.5 } none => new Finding.Ask(
                BlameWords.NoneOfThem(none)
            ),
            // Nobody was named, so somebody has to approve (contract, section 4).
            WhenUnclear.Whole => new Finding.Take(changes, Blame(best), false),
            WhenUnclear.Split when MayTry(canary, field, policy) => new Finding.Split(),
            WhenUnclear.Split when policy.Revert => new Finding.Ask(BlameWords.NotFound(canary.Trials.Count, best)),
            _ => new Finding.Ask(BlameWords.Unclear(best)),
        };
    }

    /// <summary>
    /// Whether another part would be worth its time. Where each of them was on a sound canary, none of them does it by itself.
    /// </summary>
    private static bool MayTry(Canary canary, Row<LandedPull> field, CanaryPolicy policy)
    {
        var cleared = Splitting.Cleared(canary);
        return policy is { Culprit: WhenUnclear.Split, Revert: true }
            && canary.Trials.Count < MostTrials(canary.Pulls.Count)
            && field.Any(pull => !cleared.Contains(pull.Number));
    }

    /// <summary>
    /// The part whose verdict tells most: half of the suspicion, the most suspected first; at least one pull. What was cleared is no part
    /// of it.
    /// </summary>
    public static Row<int> Half(Row<Suspicion> suspects, Row<int> cleared)
    {
        var open = suspects.Where(each => each.Number is { } number && !cleared.Contains(number)).ToList();
        var half = open.Sum(each => each.Probability) / 2;
        var part = new List<int>();
        foreach (var each in open)
        {
            if (part.Count == 0 || each.Probability <= half)
            {
                part.Add(each.Number!.Value);
                half -= each.Probability;
            }
        }

        return part.Order().ToRow();
    }

    /// <summary>Twice what halving needs, and two more: by then something else is wrong.</summary>
    public static int MostTrials(int pulls) => 2 + (2 * (int)Math.Ceiling(Math.Log2(pulls + 1)));

    private static Blame Blame(Suspicion suspicion) =>
        new(suspicion.Number!.Value, suspicion.Probability, BlameWords.Evidence(suspicion)) { Chief = BlameWords.Chief(suspicion) };

    private static bool IsEvidence(Suspicion first) => Odds(first.Probability) >= LeastEvidence * Odds(first.Prior);

    private static double Odds(double probability) => probability / Math.Max(1e-9, 1 - probability);
}

/// <summary>What follows from the suspicions.</summary>
internal abstract record Finding
{
    private Finding() { }

    /// <summary>These are taken back.</summary>
    public sealed record Take(Row<int> Pulls, Blame Blame, bool Certain) : Finding;

    /// <summary>A part of the pulls is canaried by itself.</summary>
    public sealed record Split : Finding;

    public sealed record Ask(string Why) : Finding;
}
