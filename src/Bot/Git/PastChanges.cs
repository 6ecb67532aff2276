using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// Who changed which file when, over all commits that were read so far. There may be fifty thousand of a repository: each is held once, and
/// what it touched by its number.
/// </summary>
internal sealed class PastChanges
{
    private readonly Dictionary<string, List<int>> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Person> _authors = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _subsystems = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, int> _commits = [];
    private readonly List<(long At, string Author)> _made = [];

    public int Commits => _made.Count;

    /// <summary>Seconds since 1970; null: that commit was not read.</summary>
    public long? When(Sha commit) => _commits.TryGetValue(Name(commit.Hex), out var number) ? _made[number].At : null;

    public IEnumerable<Touch> Of(string path) =>
        _files.GetValueOrDefault(path, []).Select(commit => new Touch(commit, _made[commit].At, _made[commit].Author));

    public IEnumerable<Made> By(string author) => _authors.TryGetValue(author, out var person) ? person.Made : [];

    /// <summary>
    /// Takes in what <c>git log --name-only</c> printed: <c>SOH sha NUL seconds NUL address</c>, and a line for each path.
    /// </summary>
    public void Read(string log)
    {
        foreach (var commit in log.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = commit.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (
                lines[0].Split('\0') is [var sha, var seconds, var author]
                && Sha.IsValid(sha)
                && long.TryParse(seconds, CultureInfo.InvariantCulture, out var at)
                && _commits.TryAdd(Name(sha), _made.Count)
            )
            {
                Add(at, author, lines[1..]);
            }
        }
    }

    public static string Subsystem(string path) => path.IndexOf('/', StringComparison.Ordinal) is var end && end >= 0 ? path[..end] : "";

    private void Add(long at, string author, string[] paths)
    {
        if (!_authors.TryGetValue(author, out var person))
        {
            _authors[author] = person = new Person(author, []);
        }

        var commit = _made.Count;
        _made.Add((at, person.Address));
        if (paths.Length == 0)
        {
            return; // a merge brings nothing of its own
        }

        foreach (var path in paths)
        {
            (_files.TryGetValue(path, out var touches) ? touches : _files[path] = []).Add(commit);
        }

        person.Made.Add(new Made(at, Subsystems(paths)));
    }

    /// <summary>Most commits stay within one, and that one is held for all of them.</summary>
    private string[] Subsystems(string[] paths)
    {
        string[] all = [.. paths.Select(Subsystem).Distinct(StringComparer.Ordinal).Select(One).Select(one => one[0])];
        return all is [var only] ? One(only) : all;
    }

    private string[] One(string subsystem) =>
        _subsystems.TryGetValue(subsystem, out var known) ? known : _subsystems[subsystem] = [subsystem];

    /// <summary>Its first 32 digits: a fifth of what the text takes, and no two commits share them.</summary>
    private static UInt128 Name(string hex) =>
        UInt128.Parse(hex.AsSpan(0, 32), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record Person(string Address, List<Made> Made);
}

/// <summary>A commit that changed a file.</summary>
internal readonly record struct Touch(int Commit, long At, string Author);

/// <summary>A commit of an author, and the subsystems it touched.</summary>
internal readonly record struct Made(long At, string[] Subsystems);
