namespace Sluice.Flow.Intake.Risk;

/// <summary>
/// The features of a change (Kamei et al., "A large-scale empirical study of just-in-time quality assurance", TSE 2013), by their published
/// names. His fourteenth, <c>fix</c>, is defined differently from table to table and hurts on repositories that were not trained on: it is
/// not used.
/// </summary>
public static class Kamei
{
    /// <summary>How many of <see cref="Names"/>, from the first, are known from the change alone.</summary>
    public const int Sizes = 6;

    /// <summary>
    /// Lines added and deleted, files, directories and subsystems touched, entropy of the lines over the files; then what history says of
    /// the files (lines before, developers, days since the last change, changes) and of the author (changes, changes weighted by recency,
    /// changes in the subsystem).
    /// </summary>
    public static Row<string> Names { get; } = ["la", "ld", "nf", "nd", "ns", "entropy", "lt", "ndev", "age", "nuc", "exp", "rexp", "sexp"];

    /// <summary>Earlier changes of the files: the last of those that are about files.</summary>
    public const int EarlierChanges = 9;

    /// <summary>Lines added: the feature that no tree may take for a sign of safety.</summary>
    public static int LinesAdded => 0;
}
