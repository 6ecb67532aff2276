using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>Who changed which file when, over all commits that were read so far.</summary>
internal sealed class PastChanges
{
    private readonly Dictionary<string, List<Touch>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Made>> _authors = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _commits = new(StringComparer.Ordinal);

    /// <summary>Seconds since 1970; null: that commit was not read.</summary>
    public long? When(Sha commit) => _commits.TryGetValue(commit.Hex, out var at) ? at : null;

    public IEnumerable<Touch> Of(string path) => _files.GetValueOrDefault(path, []);

    public IEnumerable<Made> By(string author) => _authors.GetValueOrDefault(author, []);

    /// <summary>Takes in what <c>git log --name-only</c> printed: <c>SOH sha NUL seconds NUL address</c>, and a line for each path.</summary>
    public void Read(string log)
    {
        foreach (var commit in log.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = commit.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines[0].Split('\0') is [var sha, var seconds, var author] && long.TryParse(seconds, out var at) && _commits.TryAdd(sha, at))
            {
                Add(_commits.Count, at, author, lines[1..]);
            }
        }
    }

    private void Add(int commit, long at, string author, string[] paths)
    {
        if (paths.Length == 0)
        {
            return; // a merge brings nothing of its own
        }

        foreach (var path in paths)
        {
            List(_files, path).Add(new Touch(commit, at, author));
        }

        List(_authors, author).Add(new Made(at, [.. paths.Select(Subsystem).Distinct(StringComparer.Ordinal)]));
    }

    public static string Subsystem(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end && end >= 0 ? string.Intern(path[..end]) : "";

    private static List<T> List<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}

/// <summary>A commit that changed a file.</summary>
internal readonly record struct Touch(int Commit, long At, string Author);

/// <summary>A commit of an author, and the subsystems it touched.</summary>
internal readonly record struct Made(long At, string[] Subsystems);
