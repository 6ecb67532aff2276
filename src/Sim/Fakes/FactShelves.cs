using Sluice.Turns.Ports;

namespace Sluice.Sim.Fakes;

/// <summary>Facts by kind, repository and parent: what a look asks for lies together.</summary>
internal sealed class FactShelves
{
    private readonly SortedDictionary<string, SortedDictionary<(long Repo, string Parent), SortedDictionary<string, Fact>>> _kinds = new(
        StringComparer.Ordinal
    );

    public Fact? Find(Type kind, long repo, string parent, string key) =>
        _kinds.TryGetValue(kind.Name, out var shelves) && shelves.TryGetValue((repo, parent), out var shelf)
            ? shelf.GetValueOrDefault(key)
            : null;

    public void Put(Fact fact)
    {
        if (!_kinds.TryGetValue(fact.GetType().Name, out var shelves))
        {
            _kinds[fact.GetType().Name] = shelves = new(Comparer<(long Repo, string Parent)>.Create(Compare));
        }

        if (!shelves.TryGetValue((fact.Repo, fact.Parent), out var shelf))
        {
            shelves[(fact.Repo, fact.Parent)] = shelf = new(StringComparer.Ordinal);
        }

        shelf[fact.Key] = fact;
    }

    public IEnumerable<Fact> Under(Type kind, long repo, string parent) =>
        _kinds.TryGetValue(kind.Name, out var shelves) && shelves.TryGetValue((repo, parent), out var shelf) ? shelf.Values : [];

    public IEnumerable<Fact> All(Type kind) =>
        _kinds.TryGetValue(kind.Name, out var shelves) ? shelves.Values.SelectMany(shelf => shelf.Values) : [];

    private static int Compare((long Repo, string Parent) one, (long Repo, string Parent) other) =>
        one.Repo != other.Repo ? one.Repo.CompareTo(other.Repo) : string.CompareOrdinal(one.Parent, other.Parent);
}
