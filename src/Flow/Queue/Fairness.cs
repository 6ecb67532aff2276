namespace Sluice.Flow.Queue;

/// <summary>
/// Who was served lately, so that nobody is served twice while others wait. People and machines (agents, chore bots) are told apart.
/// </summary>
/// <param name="Credit">How many pulls of machines may be served now beyond those that were: rises by the share with every pull, falls by
/// one with a machine's.</param>
/// <param name="Turns">How often each who waits was served, less what all of the class have in common; by name.</param>
public sealed record Fairness(double Credit, Row<TurnsHad> Turns)
{
    /// <summary>Builds end in groups and not quite in order: no more than this is carried over.</summary>
    private const double MostCredit = 2;

    public static Fairness None { get; } = new(0, []);

    /// <summary>What it is after a pull was served.</summary>
    /// <param name="waiting">Those who still wait.</param>
    /// <param name="share">Of machines while people wait, 0 to 1.</param>
    public Fairness After(Entry served, IReadOnlyCollection<Entry> waiting, double share)
    {
        var contended = waiting.Append(served).Select(entry => entry.IsMachine).Distinct().Count() == 2;
        var known = RoundsOf(waiting.Append(served));
        known[served.Party] = known[served.Party] + 1;
        var left = new SortedSet<string>(waiting.Select(entry => entry.Party), StringComparer.Ordinal);
        var turns = known.Where(pair => left.Contains(pair.Key)).ToList();
        int Least(bool machines) =>
            turns.Where(pair => Entry.IsOfMachine(pair.Key) == machines).Select(pair => pair.Value).DefaultIfEmpty(0).Min();
        var (people, agents) = (Least(false), Least(true));
        return new Fairness(
            contended ? Math.Clamp(Credit + share - (served.IsMachine ? 1 : 0), -MostCredit, MostCredit) : 0,
            turns
                .Select(pair => new TurnsHad(pair.Key, pair.Value - (Entry.IsOfMachine(pair.Key) ? agents : people)))
                .Where(had => had.Rounds > 0)
                .ToRow()
        );
    }

    /// <summary>Whoever is new begins level with the one of the class who had the fewest turns.</summary>
    internal SortedDictionary<string, int> RoundsOf(IEnumerable<Entry> entries)
    {
        var rounds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            rounds.TryAdd(entry.Party, 0);
        }

        foreach (var had in Turns.Where(had => rounds.ContainsKey(had.Party)))
        {
            rounds[had.Party] = had.Rounds;
        }

        return rounds;
    }
}

/// <param name="Party">See <see cref="Entry.Party"/>.</param>
public sealed record TurnsHad(string Party, int Rounds);
