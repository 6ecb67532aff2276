using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>
/// Kamei's features of a change that need no history. Generated, vendored and lock files are left out: nobody wrote them.
/// </summary>
/// <param name="La">Lines added.</param>
/// <param name="Ld">Lines deleted.</param>
/// <param name="Nf">Files.</param>
/// <param name="Nd">Directories.</param>
/// <param name="Ns">Subsystems: first folders of the paths.</param>
/// <param name="Entropy">Of the changed lines over the files, in bits: 0 when one file has all.</param>
public sealed record Sizes(int La, int Ld, int Nf, int Nd, int Ns, double Entropy)
{
    public static Sizes Of(Change change)
    {
        var files = Written(change);
        return new Sizes(
            Lines(files, file => file.Added),
            Lines(files, file => file.Deleted),
            files.Count,
            files.Select(file => Folder(file.Path)).Distinct(StringComparer.Ordinal).Count(),
            files.Select(file => Subsystem(file.Path)).Distinct(StringComparer.Ordinal).Count(),
            EntropyOf(files)
        );
    }

    /// <summary>The files that people or agents wrote.</summary>
    public static Row<FileChange> Written(Change change) => [.. change.Files.Where(file => !Paths.IsMadeByTools(file.Path))];

    /// <summary>One file can be listed under thousands of names: there are more lines than a number holds.</summary>
    private static int Lines(Row<FileChange> files, Func<FileChange, long> of) => (int)Math.Min(int.MaxValue, files.Sum(of));

    private static string Folder(string path) => path.LastIndexOf('/') is var end && end >= 0 ? path[..end] : "";

    private static string Subsystem(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end && end >= 0 ? path[..end] : "";

    private static double Changed(FileChange file) => (double)file.Added + file.Deleted;

    private static double EntropyOf(Row<FileChange> files)
    {
        var total = files.Sum(Changed);
        return total == 0
            ? 0
            : files.Select(file => Changed(file) / total).Where(share => share > 0).Sum(share => -share * Math.Log2(share));
    }
}
