namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// How trees are boosted. Chosen by what the last fifth of the training parts measured (docs/risk.md), never by the test parts.
/// </summary>
/// <param name="Trees">How many.</param>
/// <param name="Depth">Questions at most on the way to a leaf.</param>
/// <param name="Rate">Share of its best step that a tree takes.</param>
public sealed record Recipe(int Trees, int Depth, double Rate)
{
    /// <summary>Least evidence on either side of a split: the sum of p(1 − p). Of few rows, a tenth of all there is.</summary>
    public double LeastEvidence { get; init; } = 20;

    /// <summary>Pulls leaves towards nothing: evidence for no effect.</summary>
    public double Ridge { get; init; } = 1;

    /// <summary>Share of the rows, and of the features, that a tree is grown from.</summary>
    public double RowShare { get; init; } = 0.5;

    public double FeatureShare { get; init; } = 0.7;

    /// <summary>What all repositories share, without history.</summary>
    public static Recipe Sizes { get; } = new(120, 4, 0.05);

    /// <summary>What all repositories share of history, on top of it.</summary>
    public static Recipe History { get; } = new(80, 5, 0.1);

    /// <summary>What a repository's own changes add.</summary>
    public static Recipe OwnSizes { get; } = new(150, 3, 0.02);

    public static Recipe OwnHistory { get; } = new(80, 4, 0.05);
}
