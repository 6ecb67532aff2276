using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Ci;

/// <summary>What a head changes of what CI runs.</summary>
/// <param name="Paths">Ascending.</param>
/// <param name="Unread">Not all of what CI runs could be read: every file counts.</param>
public sealed record CiTouch(Row<string> Paths, bool Unread = false)
{
    public static CiTouch Nothing { get; } = new([]);

    /// <param name="names">Of the base, and of the head: the head is not believed, what it names only adds caution.</param>
    public static CiTouch Of(Change change, params ReadOnlySpan<CiNames> names)
    {
        var files = change.Files.SelectMany(file => file.Paths).ToList();
        var paths = new SortedSet<string>(StringComparer.Ordinal);
        var unread = false;
        foreach (var told in names)
        {
            var known = files.Count * told.Cost > CiNames.MostLooks ? CiNames.Everything : told;
            paths.UnionWith(files.Where(path => CiFiles.Tells(path) || known.Has(path)));
            unread |= known.Unread;
        }

        return new CiTouch(paths.ToRow(), unread);
    }

    /// <summary>Both.</summary>
    public CiTouch Or(CiTouch other) =>
        new(Paths.Union(other.Paths, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToRow(), Unread || other.Unread);
}
