using Sluice.Bot.GitHub.Chain;
using Sluice.Flow.Repo;

namespace Sluice.Bot.GitHub;

/// <summary>Where a repository's requests go, and in whose name.</summary>
internal static class Place
{
    public static Caller Caller(this Repository repo) => new(repo.Installation);

    public static string Path(this Repository repo, FormattableString rest) =>
        $"repos/{Api.Part(repo.Owner)}/{Api.Part(repo.Name)}/{FormattableString.Invariant(rest)}";
}
