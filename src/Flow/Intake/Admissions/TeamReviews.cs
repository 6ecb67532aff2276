using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// Reviews that a ruleset demands of teams, file by file. Who is to review is not read, and GitHub lets the bot go around them: so a pull
/// that changes such a file is left to people.
/// </summary>
internal static class TeamReviews
{
    /// <summary>Such patterns are GitHub's to understand: where one stands among others, every file is taken for meant.</summary>
    private const string Unclear = "!{}\\";

    public static Obstacle? Of(PullSeen seen)
    {
        var patterns = seen.Rules.TeamsOver;
        if (patterns.Count == 0)
        {
            return null;
        }

        var isClear = !patterns.Any(pattern => pattern.AsSpan().ContainsAny(Unclear));
        var globs = patterns
            .Select(pattern => (Glob: Glob.Parse(pattern.TrimStart('/')), IsName: !pattern.Contains('/', StringComparison.Ordinal)))
            .ToList();
        var path = seen
            .Change?.Files.SelectMany(file => file.Paths)
            .FirstOrDefault(path =>
                !isClear || globs.Exists(each => each.Glob.IsMatch(path) || (each.IsName && each.Glob.IsMatch(NameOf(path))))
            );
        return path is null ? null : new Obstacle.TeamReview(seen.Pull.Base, path);
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
