using System.Text.Json.Serialization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// How near two pulls come to each other. Shapes what is believed of them; it never decides on what base a build was tested.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Overlap>))]
public enum Overlap
{
    /// <summary>Of one of them it is not known what it touches.</summary>
    Unknown,

    /// <summary>Nothing in common.</summary>
    Apart,

    /// <summary>Files of the same folder.</summary>
    Folder,

    /// <summary>The same file.</summary>
    File,

    /// <summary>The same target of the build, as CI says.</summary>
    Target,

    /// <summary>One of them touches what the policy says touches everything.</summary>
    Barrier,
}

/// <summary>What a pull touches.</summary>
/// <param name="Paths">Ascending; empty: not known.</param>
/// <param name="Targets">As its CI said, ascending; empty: it did not.</param>
public sealed record Footprint(int Number, Row<string> Paths, Row<string> Targets);

/// <summary>Tells how pulls overlap under one policy.</summary>
/// <param name="barrier">Globs of paths that touch everything.</param>
public sealed class Overlaps(IEnumerable<string> barrier)
{
    private readonly List<Glob> _barrier = [.. barrier.Select(glob => Glob.Parse(glob))];

    public bool IsBarrier(Row<string> paths) => _barrier.Count > 0 && paths.Any(path => _barrier.Exists(glob => glob.IsMatch(path)));

    public Overlap Between(Footprint one, Footprint other) =>
        Share(one.Targets, other.Targets) ? Overlap.Target
        : Share(one.Paths, other.Paths) ? Overlap.File
        : IsBarrier(one.Paths) || IsBarrier(other.Paths) ? Overlap.Barrier
        : one.Targets.Count > 0 && other.Targets.Count > 0 ? Overlap.Apart
        : one.Paths.Count == 0 || other.Paths.Count == 0 ? Overlap.Unknown
        : Share(Folders(one.Paths), Folders(other.Paths)) ? Overlap.Folder
        : Overlap.Apart;

    /// <summary>Files at the root of the repository are in no folder.</summary>
    private static Row<string> Folders(Row<string> paths) =>
        paths
            .Select(path => path.LastIndexOf('/'))
            .Zip(paths, (cut, path) => cut > 0 ? path[..cut] : null)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToRow();

    /// <summary>Both ascending.</summary>
    private static bool Share(Row<string> one, Row<string> other)
    {
        for (int i = 0, j = 0; i < one.Count && j < other.Count; )
        {
            var order = string.CompareOrdinal(one[i], other[j]);
            if (order == 0)
            {
                return true;
            }

            i += order < 0 ? 1 : 0;
            j += order > 0 ? 1 : 0;
        }

        return false;
    }
}

/// <summary>Pairs of a pull that had passed and one that landed after that, of one kind.</summary>
/// <param name="Pairs">Of the <paramref name="Met"/>, those that failed together.</param>
public sealed record OverlapLearnt(Overlap Overlap, double Pairs, double Met);

/// <summary>A pull that landed since another was green.</summary>
public sealed record MetPull(int Number, Overlap Overlap);
