using System.Collections.Concurrent;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// What git said of commits and can never take back: that one is there, its tree, who descends from whom. Each look asks for the same few;
/// a process for each answer is what a landing would wait for.
/// </summary>
internal sealed class Lasting
{
    /// <summary>Of one repository, of each kind.</summary>
    private const int Most = 100;

    private readonly ConcurrentDictionary<Sha, Sha?> _trees = new();
    private readonly ConcurrentDictionary<(Sha Ancestor, Sha Descendant), bool> _lines = new();

    public bool Holds(Sha commit) => _trees.ContainsKey(commit);

    public Sha? Tree(Sha commit) => _trees.GetValueOrDefault(commit);

    public bool? Descends(Sha ancestor, Sha descendant) => _lines.TryGetValue((ancestor, descendant), out var descends) ? descends : null;

    /// <param name="tree">Null: only that it is there.</param>
    public void Keep(Sha commit, Sha? tree)
    {
        Bound(_trees);
        _trees.AddOrUpdate(commit, tree, (_, known) => tree ?? known);
    }

    public void Keep(Sha ancestor, Sha descendant, bool descends)
    {
        Bound(_lines);
        _lines[(ancestor, descendant)] = descends;
    }

    /// <summary>Where something failed, or unreachable commits may have gone, git is asked again.</summary>
    public void Forget()
    {
        _trees.Clear();
        _lines.Clear();
    }

    private static void Bound<TKey, TValue>(ConcurrentDictionary<TKey, TValue> kept)
        where TKey : notnull
    {
        if (kept.Count >= Most)
        {
            kept.Clear();
        }
    }
}
