using DotNet.Globbing;

namespace Sluice.Flow.Release.Blaming;

/// <summary>Paths and routes against the patterns of a policy; "**/" is any depth, the root included, as in .gitignore.</summary>
internal static class Globs
{
    public static bool AnyMatch(Row<string> globs, string path) => globs.Any(glob => IsMatch(glob, path));

    public static bool IsMatch(string glob, string path) =>
        Glob.Parse(glob).IsMatch(path) || (glob.StartsWith("**/", StringComparison.Ordinal) && Glob.Parse(glob[3..]).IsMatch(path));
}
