using Sluice.Flow.Queue;

namespace Sluice.Bot.Api;

/// <summary>What a lane has learnt of its repository, with the priors in it: probabilities from 0 to 1, times in seconds.</summary>
/// <param name="BuildSeconds">Null, as all times here: none was timed yet.</param>
/// <param name="Builds">How many builds are behind it; the oldest fade.</param>
internal sealed record LearntView(
    int Builds,
    double FlakeRate,
    double FailureRate,
    double PairRate,
    double? BuildSeconds,
    double? BuildSpread,
    IReadOnlyList<OverlapView> Overlaps,
    IReadOnlyList<HourView> Hours,
    IReadOnlyList<CheckView> Checks
)
{
    public static LearntView Of(Estimates learnt) =>
        new(
            learnt.Green + learnt.Red,
            learnt.FlakeRate,
            learnt.FailureRate,
            learnt.PairRate,
            Known(learnt.BuildTime, learnt.Timed),
            Known(learnt.BuildSpread, learnt.Timed),
            [.. Enum.GetValues<Overlap>().Select(kind => OverlapView.Of(learnt, kind))],
            [.. learnt.Hours.Select(one => new HourView(one.Hour, one.Timed, learnt.Pace(one.Hour)))],
            [
                .. learnt.Checks.Select(check => new CheckView(
                    check.Name,
                    check.Runs,
                    check.Failures,
                    check.Flakes,
                    Known(check.Time, check.Timed),
                    Known(check.Spread, check.Timed)
                )),
            ]
        );

    private static double? Known(TimeSpan time, int timed) => timed == 0 ? null : time.TotalSeconds;
}

/// <summary>Pairs by how near they come to each other: how many met, and how likely one of them is to fail only together.</summary>
internal sealed record OverlapView(string Overlap, double Met, double Pairs, double Rate)
{
    public static OverlapView Of(Estimates learnt, Overlap kind)
    {
        var known = learnt.Overlaps.FirstOrDefault(one => one.Overlap == kind) ?? new OverlapLearnt(kind, 0, 0);
        return new(kind.ToString().ToLowerInvariant(), known.Met, known.Pairs, learnt.PairRateOf(kind));
    }
}

/// <summary>Builds that began in an hour of the day (UTC): how many, and how much longer than usual they took.</summary>
internal sealed record HourView(int Hour, int Builds, double Factor);

internal sealed record CheckView(string Name, int Runs, int Failures, int Flakes, double? Seconds, double? Spread);
