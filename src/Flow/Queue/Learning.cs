using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>How a lane's estimates change with what it sees.</summary>
public static class Learning
{
    /// <summary>
    /// When the lane has seen so many builds, all counts are halved: what a repository was like long ago counts less and less.
    /// </summary>
    public const int Memory = 1000;

    /// <summary>Checks that are told apart: a pull's author chooses their names.</summary>
    private const int MostChecks = 200;

    /// <summary>Weight of the whole build's flake rate in a check's own, in runs.</summary>
    private const double Weight = 50;

    /// <summary>Builds before their times are trusted.</summary>
    private const int Enough = 10;

    /// <summary>P(these checks fail | nobody is bad), over P(these fail | somebody is).</summary>
    /// <remarks>
    /// For each check: its flake rate (Beta posterior with the build's rate, shared out like true failures, as prior) over its share of the
    /// true failures. Several flakes at once are no likelier than the rarest of them. With one check, or nothing learnt, that is the
    /// build's flake rate.
    /// </remarks>
    public static double Excuse(Estimates learnt, Row<Check> failed)
    {
        var names = failed.Select(check => check.Name).Distinct(StringComparer.Ordinal).ToList();
        var kinds = learnt.Checks.Select(check => check.Name).Union(names, StringComparer.Ordinal).Count();
        double All(CheckLearnt check) => Math.Max(0, check.Failures - check.Flakes);
        var all = learnt.Checks.Sum(All);
        var excuse = learnt.FlakeRate;
        foreach (var known in names.Select(name => learnt.Checks.FirstOrDefault(check => check.Name == name) ?? new CheckLearnt(name)))
        {
            var share = (All(known) + 1) / (all + kinds);
            var flakes = (known.Flakes + (Weight * learnt.FlakeRate * share)) / (known.Runs + Weight);
            var own = flakes / share;
            excuse = known.Name == names[0] ? own : Math.Min(excuse, own);
        }

        return Math.Clamp(excuse, 1e-6, 0.5);
    }

    /// <summary>A build ended with a verdict.</summary>
    /// <param name="began">Null: at no time of any day.</param>
    public static Estimates Ended(Estimates learnt, TimeSpan took, Row<Check> checks, bool green, DateTimeOffset? began = null)
    {
        var seconds = Math.Max(0, took.TotalSeconds);
        var known = Fade(learnt);
        return known with
        {
            Green = known.Green + (green ? 1 : 0),
            Red = known.Red + (green ? 0 : 1),
            BuildSeconds = known.BuildSeconds + seconds,
            BuildSquares = known.BuildSquares + (seconds * seconds),
            Timed = known.Timed + 1,
            Hours = began is { } at ? At(known.Hours, at.ToUniversalTime().Hour, seconds) : known.Hours,
            Checks = MostRun(
                checks
                    .Where(check => check.State is CheckState.Success or CheckState.Neutral or CheckState.Failure)
                    .Aggregate(known.Checks, Seen),
                checks
            ),
        };
    }

    /// <summary>It was shown that nobody in these sets was bad.</summary>
    internal static Estimates Flaked(Estimates learnt, IReadOnlyCollection<RedSet> cleared) =>
        learnt with
        {
            Flakes = learnt.Flakes + cleared.Sum(red => red.Times),
            Checks = learnt
                .Checks.Select(check =>
                    check with
                    {
                        Flakes =
                            check.Flakes + cleared.Where(red => red.Failed.Any(failed => failed.Name == check.Name)).Sum(red => red.Times),
                    }
                )
                .ToRow(),
        };

    /// <summary>A push landed.</summary>
    /// <param name="met">How each pull that had been green before, and stays, overlaps with each that landed.</param>
    public static Estimates Landed(Estimates learnt, IReadOnlyCollection<Overlap> met) =>
        learnt with
        {
            Landings = learnt.Landings + 1,
            PairsMet = learnt.PairsMet + met.Count,
            Overlaps = met.GroupBy(kind => kind).Aggregate(learnt.Overlaps, (known, kind) => Count(known, kind.Key, 0, kind.Count())),
        };

    /// <summary>A pull landed, or was put out by its checks.</summary>
    /// <param name="fails">P(it fails by itself), as it was believed when it came.</param>
    /// <param name="pair">It was put out for the company of what landed first.</param>
    /// <param name="with">How it overlaps with each of those.</param>
    public static Estimates Over(Estimates learnt, double fails, bool landed, bool pair, IReadOnlyCollection<Overlap>? with = null) =>
        learnt with
        {
            Ended = learnt.Ended + 1,
            Feared = learnt.Feared + fails,
            Failed = learnt.Failed + (landed || pair ? 0 : 1),
            Pairs = learnt.Pairs + (!landed && pair ? 1 : 0),
            Overlaps =
                landed || !pair
                    ? learnt.Overlaps
                    : (with ?? []).Aggregate(learnt.Overlaps, (known, kind) => Count(known, kind, 1.0 / with!.Count, 0)),
        };

    /// <summary>A ticket ended.</summary>
    internal static Estimates Over(Estimates learnt, Outcome outcome) =>
        outcome switch
        {
            { State: PullState.Landed } => Over(learnt, outcome.Fails, landed: true, pair: false),
            { Code: Code.ChecksFailed, Confidence: not null } => Over(
                learnt,
                outcome.Fails,
                landed: false,
                outcome.With.Count > 0,
                outcome.Met.Select(met => met.Overlap).ToRow()
            ),
            _ => learnt,
        };

    /// <summary>
    /// How long a build may take that begins then: as the policy says, or, where it says <c>auto</c>, what builds here never took by far.
    /// </summary>
    public static TimeSpan Timeout(QueuePolicy policy, Estimates learnt, DateTimeOffset began)
    {
        if (!policy.TimeoutLearnt || learnt.Timed < Enough)
        {
            return policy.Timeout;
        }

        var pace = Math.Max(1, learnt.Pace(began.ToUniversalTime().Hour));
        var most = new[]
        {
            TimeSpan.FromMinutes(10),
            3 * pace * learnt.BuildTime,
            pace * (learnt.BuildTime + (8 * learnt.BuildSpread)),
        }.Max();
        return most < TimeSpan.FromHours(24) ? most : TimeSpan.FromHours(24);
    }

    private static Row<OverlapLearnt> Count(Row<OverlapLearnt> known, Overlap kind, double pairs, double met)
    {
        var old = known.FirstOrDefault(one => one.Overlap == kind) ?? new OverlapLearnt(kind, 0, 0);
        return known
            .Where(one => one.Overlap != kind)
            .Append(new OverlapLearnt(kind, old.Pairs + pairs, old.Met + met))
            .OrderBy(one => one.Overlap)
            .ToRow();
    }

    private static Row<HourLearnt> At(Row<HourLearnt> known, int hour, double seconds)
    {
        var old = known.FirstOrDefault(one => one.Hour == hour) ?? new HourLearnt(hour, 0, 0);
        return known
            .Where(one => one.Hour != hour)
            .Append(new HourLearnt(hour, old.Seconds + seconds, old.Timed + 1))
            .OrderBy(one => one.Hour)
            .ToRow();
    }

    private static Row<CheckLearnt> Seen(Row<CheckLearnt> known, Check check)
    {
        var old = known.FirstOrDefault(one => one.Name == check.Name) ?? new CheckLearnt(check.Name);
        var seconds =
            check is { Started: { } started, Completed: { } completed } && completed >= started
                ? (completed - started).TotalSeconds
                : (double?)null;
        var now = old with
        {
            Runs = old.Runs + 1,
            Failures = old.Failures + (check.State == CheckState.Failure ? 1 : 0),
            Seconds = old.Seconds + (seconds ?? 0),
            Squares = old.Squares + ((seconds ?? 0) * (seconds ?? 0)),
            Timed = old.Timed + (seconds is null ? 0 : 1),
        };
        return known.Where(one => one.Name != check.Name).Append(now).OrderBy(one => one.Name, StringComparer.Ordinal).ToRow();
    }

    /// <summary>Of those that ran as often, what ran just now stays.</summary>
    private static Row<CheckLearnt> MostRun(Row<CheckLearnt> known, Row<Check> now)
    {
        if (known.Count <= MostChecks)
        {
            return known;
        }

        var ran = new SortedSet<string>(now.Select(check => check.Name), StringComparer.Ordinal);
        return known
            .OrderByDescending(check => check.Runs)
            .ThenByDescending(check => ran.Contains(check.Name))
            .ThenBy(check => check.Name, StringComparer.Ordinal)
            .Take(MostChecks)
            .OrderBy(check => check.Name, StringComparer.Ordinal)
            .ToRow();
    }

    private static Estimates Fade(Estimates learnt) =>
        learnt.Green + learnt.Red < Memory
            ? learnt
            : new Estimates(
                learnt.Green / 2,
                learnt.Red / 2,
                learnt.Flakes / 2,
                Halved(learnt.BuildSeconds, learnt.Timed),
                learnt.Timed / 2,
                learnt.Landings
            )
            {
                BuildSquares = Halved(learnt.BuildSquares, learnt.Timed),
                Ended = learnt.Ended / 2,
                Failed = learnt.Failed / 2,
                Feared = learnt.Feared / 2,
                Pairs = learnt.Pairs / 2,
                PairsMet = learnt.PairsMet / 2,
                Overlaps = learnt.Overlaps.Select(one => one with { Pairs = one.Pairs / 2, Met = one.Met / 2 }).ToRow(),
                Hours = learnt
                    .Hours.Where(one => one.Timed > 1)
                    .Select(one => new HourLearnt(one.Hour, Halved(one.Seconds, one.Timed), one.Timed / 2))
                    .ToRow(),
                Checks = learnt
                    .Checks.Where(check => check.Runs > 1)
                    .Select(check => new CheckLearnt(
                        check.Name,
                        check.Runs / 2,
                        check.Failures / 2,
                        check.Flakes / 2,
                        Halved(check.Seconds, check.Timed),
                        Halved(check.Squares, check.Timed),
                        check.Timed / 2
                    ))
                    .ToRow(),
            };

    /// <summary>The sum of half of the times: an odd one is left out, and the mean stays as it was.</summary>
    private static double Halved(double sum, int times) => times == 0 ? 0 : sum * (times / 2) / times;
}
