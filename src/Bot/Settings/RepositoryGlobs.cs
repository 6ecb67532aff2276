using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Settings;

/// <summary>Globs over <c>owner/name</c>, by which an operator says which repositories something is for.</summary>
internal static class RepositoryGlobs
{
    /// <summary>Those under a key; what could meet no repository is a fault.</summary>
    public static Row<string> Read(Asking ask, string key)
    {
        var globs = ask.List(key);
        foreach (var glob in globs.Where(glob => !CanMeet(glob)))
        {
            ask.Fault(key, $"'{glob}' meets no repository: OWNER/NAME does, such as acme/shop or acme/*, and ** meets all.");
        }

        return globs;
    }

    /// <summary>GitHub knows a repository by its name in whatever case.</summary>
    public static bool Meets(Row<string> globs, Repository repo) =>
        globs.Any(glob => Glob.Parse(glob, anyCase: true).IsMatch(repo.FullName));

    private static bool CanMeet(string glob) =>
        glob == "**"
        || (
            glob.Split('/') is [{ Length: > 0 }, { Length: > 0 }]
            && glob.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./*?".Contains(letter, StringComparison.Ordinal))
        );
}
