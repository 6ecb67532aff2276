using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>A check that fails on the base itself blames nobody who is tested on top of it.</summary>
internal static class BaseHealth
{
    /// <summary>
    /// Before the first try on a base that stays red: what fails there may not be about the code. Then twice as long each time.
    /// </summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(30);

    private const int MostDoublings = 5;

    /// <summary>How many of a base that stays red are tried in the first round; twice as many in each that follows.</summary>
    private const int FirstRound = 4;

    /// <summary>Takes in whether the base is still red.</summary>
    public static void TakeIn(Draft draft)
    {
        if (draft.Ledger.BaseRed is not { } red)
        {
            return;
        }

        if (red.Head != draft.Seen.Head || !red.Failing.Any(check => Fails(draft, check)))
        {
            draft.Ledger = draft.Ledger with { BaseRed = null };
            draft.Say("base_green", NewsWords.BaseGreen(draft.Seen.Base), red.Parked.Select(pull => pull.Number));
            return;
        }

        draft.Ledger = draft.Ledger with
        {
            BaseRed =
                draft.Seen.Now >= Next(red)
                    ? red with
                    {
                        Since = draft.Seen.Now,
                        Tries = red.Tries + 1,
                        Parked = [],
                    }
                    : red with
                    {
                        Parked = red.Parked.Where(pull => draft.IsAlive(pull.Number, pull.Head)).ToRow(),
                    },
        };
        draft.Wake(Next(draft.Ledger.BaseRed));
    }

    /// <summary>The failed checks that say something about the build: those that do not fail on the commit that it stands on.</summary>
    public static Row<Check> Own(Draft draft, Build build, Row<Check> failed) =>
        build.Root == draft.Seen.Head ? failed.Where(check => !Fails(draft, check)).ToRow() : failed;

    /// <summary>
    /// Whether it is still open on the base that was pushed from outside: only then is it known what the build's failure means.
    /// </summary>
    public static bool IsOpen(Draft draft, Build build, Row<Check> failed) =>
        build.Root == draft.Seen.Head
        && failed.Any(check =>
            Newest(draft, check) is { State: CheckState.Queued or CheckState.Running } && !Completed(draft, check).Any()
        );

    /// <summary>The build failed by nothing that does not fail on the base too.</summary>
    public static void Excuse(Draft draft, Build build, Row<Check> failed)
    {
        draft.End(build);
        var known = draft.Ledger.BaseRed ?? new BaseRed(draft.Seen.Head, [], draft.Seen.Now, []);
        var parked = build
            .Content.Where(member => known.Parked.All(pull => pull.Number != member.Number))
            .Select(member => new ParkedPull(member.Number, member.Head));
        draft.Ledger = draft.Ledger with
        {
            BaseRed = known with
            {
                Failing = known
                    .Failing.Concat(failed)
                    .DistinctBy(check => (check.Name, check.App))
                    .OrderBy(check => check.Name, StringComparer.Ordinal)
                    .ToRow(),
                Parked = known.Parked.Concat(parked).OrderBy(pull => pull.Number).ToRow(),
            },
        };
        draft.Say(
            "base_red",
            NewsWords.BaseRed(failed, build.Id, draft.Seen.Base, draft.Seen.Head),
            build.Content.Select(member => member.Number)
        );
        draft.Wake(Next(draft.Ledger.BaseRed!));
    }

    public static bool IsParked(LaneLedger ledger, int pull) =>
        ledger.BaseRed is { } red
        && (
            red.Parked.Any(parked => parked.Number == pull)
            || (red.Tries > 0 && red.Parked.Count >= FirstRound << Math.Min(red.Tries, MostDoublings))
        );

    /// <summary>
    /// On a base that stays red everybody is tried alone: it may be red by chance, and then one bad pull would keep all that share its
    /// builds out for ever, since what fails on the base too is never searched for a culprit.
    /// </summary>
    public static bool IsTriedAlone(LaneLedger ledger) => ledger.BaseRed is { Tries: > 0 };

    private static DateTimeOffset Next(BaseRed red) => red.Since + (Again * (1 << Math.Min(red.Tries, MostDoublings)));

    /// <summary>
    /// One that passed on this very commit before, as it did if the lane landed it, and fails now, has flaked: that excuses nobody.
    /// </summary>
    private static bool Fails(Draft draft, Check check) =>
        Completed(draft, check).ToList() is var ended
        && ended.Exists(known => known.State == CheckState.Failure)
        && !ended.Exists(known => known.State == CheckState.Success);

    private static IEnumerable<Check> Completed(Draft draft, Check check) =>
        Same(draft, check).Where(known => known.State is not (CheckState.Queued or CheckState.Running));

    private static Check? Newest(Draft draft, Check check) => Same(draft, check).MaxBy(known => known.Started);

    private static IEnumerable<Check> Same(Draft draft, Check check) =>
        draft.Seen.BaseChecks.Where(known => known.Name == check.Name && known.App == check.App);
}
