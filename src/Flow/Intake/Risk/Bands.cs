using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>Where a repository's bands begin: what is a usual risk in one is a high one in another.</summary>
/// <param name="LowUnder">Scores under it are low.</param>
/// <param name="HighOver">Scores over it are high.</param>
public sealed record Bands(double LowUnder, double HighOver)
{
    /// <summary>
    /// From this share on, twice the share is more than nearly every score: there bands are the lowest and the highest scores.
    /// </summary>
    public const double Crowded = 0.35;

    private const double Lowest = 0.3;

    private const double Highest = 0.9;

    /// <summary>Low is under half of the share of bad changes, high over twice.</summary>
    public static Bands Around(double share) => new(share / 2, share * 2);

    /// <summary>
    /// The same while the share is not too large for it; then the lowest three tenths and the highest tenth of the scores there.
    /// </summary>
    /// <param name="scores">Of the repository's changes; at least one.</param>
    public static Bands Of(double share, IReadOnlyList<double> scores)
    {
        if (share <= Crowded)
        {
            return Around(share);
        }

        double[] sorted = [.. scores.Order()];
        return new Bands(sorted[(int)(sorted.Length * Lowest)], sorted[(int)(sorted.Length * Highest)]);
    }

    public Band Of(double score) =>
        score < LowUnder ? Band.Low
        : score > HighOver ? Band.High
        : Band.Medium;

    public static string Word(Band band) =>
        band switch
        {
            Band.Low => "low",
            Band.Medium => "medium",
            _ => "high",
        };
}
