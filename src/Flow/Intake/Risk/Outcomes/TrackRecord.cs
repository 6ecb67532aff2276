using System.Globalization;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>What became of the changes that carried each label: what a label is worth in this repository.</summary>
/// <param name="Brier">Of the scores as they were said before the outcome was known; NaN without outcomes.</param>
/// <param name="Ece">The same.</param>
public sealed record TrackRecord(Row<BandRecord> Bands, double Brier, double Ece, Row<Reliability> Reliability)
{
    public const string NoneYet = "no track record yet";

    public static TrackRecord None { get; } = new([], double.NaN, double.NaN, []);

    /// <summary>
    /// Those that by lot needed one approval less than their score asked for, by the band of it; they count above as well.
    /// </summary>
    public Row<BandRecord> Audited { get; init; } = [];

    /// <summary>Changes that were bad before the time was over in which others may be; not counted yet.</summary>
    public int Early { get; init; }

    public int Changes => Bands.Sum(band => band.Changes);

    public int Bad => Bands.Sum(band => band.Bad);

    public static TrackRecord Of(Row<Settled> settled)
    {
        Row<Settled> told = [.. settled.Where(each => each.Bad is not null)];
        var early = settled.Count(each => each.Early);
        if (told.Count == 0)
        {
            return None with { Early = early };
        }

        double[] scores = [.. told.Select(each => each.Score)];
        bool[] bad = [.. told.Select(each => each.Bad == true)];
        return new TrackRecord(ByBand(told), Measures.Brier(scores, bad), Measures.Ece(scores, bad), Measures.Table(scores, bad))
        {
            Audited = ByBand(told.Where(each => each.Audited)),
            Early = early,
        };
    }

    private static Row<BandRecord> ByBand(IEnumerable<Settled> told) =>
        [
            .. told.GroupBy(each => each.Band)
                .OrderBy(band => band.Key)
                .Select(band => new BandRecord(band.Key, band.Count(), band.Count(each => each.Bad == true))),
        ];

    /// <summary>One phrase: how often changes with that label were bad here, beside all changes.</summary>
    public string Worth(Band band)
    {
        if (Changes < OwnLearning.ForIntercept)
        {
            return NoneYet;
        }

        if (Bad == 0)
        {
            return $"none of the {Changes} changes that landed here came back";
        }

        return Bands.FirstOrDefault(each => each.Band == band) is { } record
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)record.Bad / record.Changes / ((double)Bad / Changes):0.0} \u00d7 this repository's revert rate (n = {record.Changes})"
            )
            : $"{NoneYet} for {Risk.Bands.Word(band)}";
    }
}

/// <param name="Bad">How many of them were reverted, regressed or hotfixed.</param>
public sealed record BandRecord(Band Band, int Changes, int Bad);
