using System.Text.Json.Serialization;

namespace Sluice.Flow.Queue;

/// <summary>What a lane learns, as counts; the oldest fade: <see cref="Learning.Memory"/>.</summary>
/// <param name="Flakes">Red builds of which it was shown later that nobody in them was bad.</param>
/// <param name="BuildSeconds">The sum over the <paramref name="Timed"/> builds.</param>
/// <param name="Landings">Pushes to the base.</param>
public sealed record Estimates(int Green = 0, int Red = 0, int Flakes = 0, double BuildSeconds = 0, int Timed = 0, int Landings = 0)
{
    /// <summary>Sum of the squares of the builds' seconds.</summary>
    public double BuildSquares { get; init; }

    /// <summary>Pulls that ended here: landed, or put out by their checks.</summary>
    public double Ended { get; init; }

    /// <summary>Of those, the ones that were put out.</summary>
    public double Failed { get; init; }

    /// <summary>How many of them were expected to be, by their risk.</summary>
    public double Feared { get; init; }

    /// <summary>Pulls that passed alone and failed with what landed after that.</summary>
    public double Pairs { get; init; }

    /// <summary>Pairs of a pull that had passed and one that landed after that.</summary>
    public double PairsMet { get; init; }

    /// <summary>The same pairs by how near they came, ascending.</summary>
    public Row<OverlapLearnt> Overlaps { get; init; } = [];

    /// <summary>Of the builds that began in each hour of the day, in UTC; ascending, hours without any left out.</summary>
    public Row<HourLearnt> Hours { get; init; } = [];

    /// <summary>By name.</summary>
    public Row<CheckLearnt> Checks { get; init; } = [];

    /// <summary>
    /// P(red | nobody is bad): mean of the Beta posterior, prior mean .004 with the weight of 50 builds. Over all builds, and so a little
    /// low: over those alone in which nobody was bad, floods waited half as long again (docs/how-it-decides.md).
    /// </summary>
    [JsonIgnore]
    public double FlakeRate
    {
        get
        {
            const double Mean = 0.004,
                Weight = 50;
            return Math.Min(0.5, (Flakes + (Mean * Weight)) / (Green + Red + Weight));
        }
    }

    /// <summary>Mean time of a build; zero: not known yet.</summary>
    [JsonIgnore]
    public TimeSpan BuildTime => Timed == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(BuildSeconds / Timed);

    /// <summary>Mean time of a build that begins then; zero: not known yet.</summary>
    public TimeSpan BuildTimeAt(DateTimeOffset start) => BuildTime * Pace(start.ToUniversalTime().Hour);

    /// <summary>
    /// How much longer than usual builds take that begin in an hour of the day: their mean over that of all, as if ten more of them had
    /// taken just that.
    /// </summary>
    public double Pace(int hour)
    {
        const double Weight = 10;
        return Timed == 0 || BuildSeconds <= 0 || Hours.FirstOrDefault(one => one.Hour == hour) is not { } known
            ? 1
            : ((known.Seconds / BuildSeconds * Timed) + Weight) / (known.Timed + Weight);
    }

    /// <summary>Standard deviation of a build's time.</summary>
    [JsonIgnore]
    public TimeSpan BuildSpread => Spread(BuildSeconds, BuildSquares, Timed);

    /// <summary>
    /// P(two pulls fail together though each passes): prior mean 3e-4, measured on open source, with the weight of 5,000 pairs.
    /// </summary>
    [JsonIgnore]
    public double PairRate
    {
        get
        {
            const double Weight = 5000;
            return Math.Clamp((Pairs + (Sights.PairRate * Weight)) / (PairsMet + Weight), 1e-5, 0.02);
        }
    }

    /// <summary>
    /// P(two pulls of this kind fail together though each passes). Expected is the pair rate times what the kind counts, over the mean of
    /// that over the pairs that met (200 usual ones among them); times the pairs of this kind over those expected, each with five more.
    /// </summary>
    public double PairRateOf(Overlap overlap)
    {
        const double Weight = 5,
            Usual = 200;
        var mean = (Usual + Overlaps.Sum(one => one.Met * Counts(one.Overlap))) / (Usual + Overlaps.Sum(one => one.Met));
        var known = Overlaps.FirstOrDefault(one => one.Overlap == overlap);
        var expected = PairRate * Counts(overlap) / mean;
        return Math.Clamp(expected * ((known?.Pairs ?? 0) + Weight) / (((known?.Met ?? 0) * expected) + Weight), 1e-5, 0.1);
    }

    /// <summary>How much likelier than usual a pair of this kind is believed to fail together; assumed, not measured.</summary>
    private static double Counts(Overlap overlap) =>
        overlap switch
        {
            Overlap.Apart => 1.0 / 3,
            Overlap.File or Overlap.Target or Overlap.Barrier => 3,
            _ => 1,
        };

    /// <summary>P(a pull that is queued here is put out by its checks); prior mean .05 with the weight of 20 pulls.</summary>
    [JsonIgnore]
    public double FailureRate => (Failed + 1) / (Ended + 20);

    /// <summary>How much likelier pulls fail here than their risk says: what happened over what was feared, each with five more.</summary>
    [JsonIgnore]
    public double Harshness => Math.Clamp((Failed + 5) / (Feared + 5), 0.25, 4);

    internal static TimeSpan Spread(double sum, double squares, int count) =>
        count < 2 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Sqrt(Math.Max(0, (squares / count) - (sum / count * (sum / count)))));
}

/// <summary>Builds that began in one hour of the day.</summary>
/// <param name="Seconds">The sum over the <paramref name="Timed"/> builds.</param>
public sealed record HourLearnt(int Hour, double Seconds, int Timed);

/// <summary>What is known of one check on candidates.</summary>
/// <param name="Runs">How often it ended with a verdict.</param>
/// <param name="Flakes">Failures in builds of which it was shown later that nobody in them was bad.</param>
/// <param name="Seconds">The sum over the <paramref name="Timed"/> runs.</param>
public sealed record CheckLearnt(
    string Name,
    int Runs = 0,
    int Failures = 0,
    int Flakes = 0,
    double Seconds = 0,
    double Squares = 0,
    int Timed = 0
)
{
    /// <summary>Mean time; zero: not known.</summary>
    [JsonIgnore]
    public TimeSpan Time => Timed == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Seconds / Timed);

    [JsonIgnore]
    public TimeSpan Spread => Estimates.Spread(Seconds, Squares, Timed);
}
