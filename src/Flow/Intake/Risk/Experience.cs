using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>What a repository's changes are scored by: what all repositories share, and what its own outcomes have taught so far.</summary>
/// <param name="Own">Null: too few outcomes to learn from.</param>
/// <param name="BuildShare">Share of admitted pulls that break a build by themselves.</param>
public sealed record Experience(RiskModel Model, OwnStages? Own, double BuildShare)
{
    /// <summary>
    /// Share of pulls that break a build, until a repository has one of its own. The table knows bug-inducing changes, not broken builds:
    /// the same features order both, so only the intercept moves, by the difference of the two log odds.
    /// </summary>
    public const double UsualBuildShare = 0.05;

    /// <summary>What became of the changes that were labelled.</summary>
    public TrackRecord Record { get; init; } = TrackRecord.None;

    /// <summary>A repository without outcomes.</summary>
    public static Experience None { get; } = new(Shipped.Model, null, UsualBuildShare);

    /// <summary>Share of bad changes: what bands are relative to.</summary>
    public double BadShare => Own?.BadShare ?? Model.BadShare;

    public Bands Bands => Own?.Bands ?? Bands.Around(Model.BadShare);

    /// <summary>Log odds that a change is reverted, or fails its canary.</summary>
    public double LogOdds(ReadOnlySpan<double> features) =>
        Own is { } own ? Model.Shared(features) + own.Of(features) : Model.LogOdds(features);

    /// <summary>Log odds that it breaks a build by itself.</summary>
    public double BuildLogOdds(ReadOnlySpan<double> features) => LogOdds(features) - Odds.Log(BadShare) + Odds.Log(BuildShare);

    public Band BandOf(ReadOnlySpan<double> features) => Bands.Of(Odds.Probability(LogOdds(features)));
}
