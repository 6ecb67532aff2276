using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Clashing;

/// <summary>The paths that a pull changes: by them others are found that change the same.</summary>
public sealed record Touched(Sha Head, string Base, Row<string> Paths)
{
    /// <summary>A change of more files is found by these; it meets others all the same when they look for it.</summary>
    private const int Most = 200;

    public static Touched Of(PullRequest pull, Change change) =>
        new(
            change.Head,
            pull.Base,
            change.Files.SelectMany(file => file.Paths).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most).ToRow()
        );
}

/// <summary>Another pull that is in its lane ahead of this one, and whose change does not merge with this one's.</summary>
/// <param name="Paths">Where they conflict; ascending.</param>
public sealed record Clash(int Number, Row<string> Paths);

/// <summary>A file that many open pulls change at the same time.</summary>
/// <param name="Others">How many besides this one.</param>
public sealed record HotFile(string Path, int Others);

/// <summary>What a pull meets on its way: told before any build is spent on it, and never in its way.</summary>
/// <param name="Clashes">Ascending by number.</param>
/// <param name="Hot">Hottest first.</param>
public sealed record Encounter(Row<Clash> Clashes, Row<HotFile> Hot)
{
    public static Encounter None { get; } = new([], []);

    /// <summary>So many others make a file hot.</summary>
    private const int Many = 4;

    private const int Told = 3;

    /// <summary>The files of a pull that so many of the others change too.</summary>
    public static Row<HotFile> HotOf(Touched mine, IEnumerable<Touched> others)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var path in others.SelectMany(other => other.Paths))
        {
            counts[path] = counts.GetValueOrDefault(path) + 1;
        }

        return mine
            .Paths.Where(path => counts.GetValueOrDefault(path) >= Many)
            .Select(path => new HotFile(path, counts[path]))
            .OrderByDescending(file => file.Others)
            .ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(Told)
            .ToRow();
    }

    /// <summary>Whether another pull is served before this one: by priority, then by how long it waits.</summary>
    public static bool IsAhead(int number, Admission? mine, int otherNumber, Admission other) =>
        mine is null || (other.Priority, -other.Since.UtcTicks, -otherNumber).CompareTo((mine.Priority, -mine.Since.UtcTicks, -number)) > 0;
}
