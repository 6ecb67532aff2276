namespace Sluice.Flow.Intake.Risk.Model;

/// <summary>How likely a change is bad, from its features: boosted trees in stages, the first of which needs no history.</summary>
/// <param name="MadeBy">The command that makes this model again, byte for byte, from the same table.</param>
/// <param name="TrainedOn">What that table was.</param>
/// <param name="BadShare">Share of bad changes among those that it was trained on: what bands are relative to.</param>
/// <param name="Usual">The median of each feature there: what a reason compares with.</param>
/// <param name="Sizes">Needs only the change itself.</param>
/// <param name="History">On top of it, for changes whose history is known; null: the table had none.</param>
/// <param name="Own">What projects of their own name add; a project that is not named here gets none of it.</param>
public sealed record RiskModel(
    string MadeBy,
    string TrainedOn,
    double BadShare,
    Row<double> Usual,
    Stage Sizes,
    Stage? History,
    Row<OwnStages> Own
)
{
    /// <summary>Whether what history says of a change is known: then all of it is.</summary>
    public static bool HasHistory(ReadOnlySpan<double> features) => !double.IsNaN(features[Kamei.Sizes]);

    /// <summary>Log odds that a change of an unknown repository is bad.</summary>
    /// <param name="features">By <see cref="Kamei.Names"/>; NaN for those of history where it is not known.</param>
    public double LogOdds(ReadOnlySpan<double> features) => Shared(features) + (Uses(features, History) ?? Sizes).Intercept;

    /// <summary>The same for a project of that name.</summary>
    public double LogOdds(ReadOnlySpan<double> features, string project) =>
        Own.FirstOrDefault(own => own.Project == project) is { } own ? Shared(features) + own.Of(features) : LogOdds(features);

    public Bands BandsOf(string project) => Own.FirstOrDefault(own => own.Project == project)?.Bands ?? Bands.Around(BadShare);

    /// <summary>What all repositories share, without an intercept: what a repository's own trees are grown on.</summary>
    public double Shared(ReadOnlySpan<double> features) => Sizes.Of(features) + (Uses(features, History)?.Of(features) ?? 0);

    internal static Stage? Uses(ReadOnlySpan<double> features, Stage? stage) => HasHistory(features) ? stage : null;
}

/// <summary>What one project's own outcomes add to what all share; intercepts are its own too.</summary>
/// <param name="BadShare">Share of bad changes there.</param>
/// <param name="History">Instead of <paramref name="Sizes"/> where history is known.</param>
public sealed record OwnStages(string Project, double BadShare, Bands Bands, Stage Sizes, Stage? History)
{
    public double Of(ReadOnlySpan<double> features) =>
        (RiskModel.Uses(features, History) ?? Sizes) is var stage ? stage.Intercept + stage.Of(features) : 0;
}
