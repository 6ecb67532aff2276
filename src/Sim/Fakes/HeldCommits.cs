namespace Sluice.Sim.Fakes;

/// <summary>
/// The commits that a mirror has for itself: all that was ever fetched or composed in it, with what that stands on. What no branch holds
/// any more is kept for weeks.
/// </summary>
internal sealed class HeldCommits
{
    private readonly SortedDictionary<long, SortedSet<string>> _commits = [];

    public bool Has(long repo, string commit) => _commits.TryGetValue(repo, out var held) && held.Contains(commit);

    public void Add(long repo, Hub.Git.IGit git, string tip)
    {
        if (!_commits.TryGetValue(repo, out var held))
        {
            _commits[repo] = held = new(StringComparer.Ordinal);
        }

        var open = new Stack<string>([tip]);
        while (open.TryPop(out var commit))
        {
            foreach (var parent in held.Add(commit) ? git.Commit(commit)?.Parents ?? [] : [])
            {
                open.Push(parent);
            }
        }
    }
}
