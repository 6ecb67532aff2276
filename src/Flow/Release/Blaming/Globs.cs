using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Blaming;

/// <summary>Paths and routes against the patterns of a policy.</summary>
internal static class Globs
{
    public static bool AnyMatch(Row<string> globs, string path) => globs.Any(glob => IsMatch(glob, path));

    public static bool IsMatch(string glob, string path) => Glob.Parse(glob).IsMatch(path);
}
