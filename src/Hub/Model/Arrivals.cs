using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>Each commit that a move of a base brought, with the first-parent commit of the base that brought it in.</summary>
internal static class Arrivals
{
    public static Dictionary<string, string> Of(Repository repository, string before, string after)
    {
        var arrivals = repository.History.Between(before, after).ToDictionary(c => c.Sha, c => c.Sha, StringComparer.Ordinal);
        var line = new List<Commit>();
        for (var sha = after; arrivals.ContainsKey(sha) && repository.Git.Commit(sha) is { } commit; sha = commit.Parents[0])
        {
            line.Add(commit);
            if (commit.Parents.Length == 0)
                break;
        }

        foreach (var commit in line)
        {
            foreach (var brought in commit.Parents.Skip(1).SelectMany(p => repository.History.Between(commit.Parents[0], p)))
            {
                if (arrivals.ContainsKey(brought.Sha))
                    arrivals[brought.Sha] = commit.Sha;
            }
        }

        return arrivals;
    }
}
