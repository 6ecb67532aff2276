using System.Globalization;
using Sluice.Flow.Intake.Clashing;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>Whom a pull will meet on its way: said before any build is spent on it.</summary>
public static class Meetings
{
    private const int MostPaths = 3;

    /// <summary>Null: nobody.</summary>
    public static string? Says(Encounter meets)
    {
        var said = new[] { Clashes(meets), Hot(meets) }.OfType<string>().ToList();
        return said.Count == 0 ? null : string.Join(' ', said);
    }

    private static string? Clashes(Encounter meets)
    {
        if (meets.Clashes.Count == 0)
        {
            return null;
        }

        var others = Sentences.And(meets.Clashes.Select(clash => string.Create(CultureInfo.InvariantCulture, $"#{clash.Number}")));
        var paths = meets.Clashes.SelectMany(clash => clash.Paths).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var where = Sentences.And(
            paths
                .Take(MostPaths)
                .Select(path => Code(path))
                .Concat(paths.Count > MostPaths ? [string.Create(CultureInfo.InvariantCulture, $"{paths.Count - MostPaths} more")] : [])
        );
        var (is_, those) = meets.Clashes.Count == 1 ? ("is", "that lands") : ("are", "one of them lands");
        return $"It conflicts with {others}, which {is_} ahead of it, in {where}: if {those}, it has to be rebased.";
    }

    private static string? Hot(Encounter meets) =>
        meets.Hot.Count == 0
            ? null
            : $"{Sentences.And(meets.Hot.Select(file => string.Create(CultureInfo.InvariantCulture, $"{Code(file.Path)} is also changed by {file.Others} other open pull requests")))}: a small change that lands soon meets fewer of them.";
}
