namespace Sluice.Sim.Rivals;

/// <summary>Which builds are most probably needed.</summary>
internal sealed class Guesses(int pulls)
{
    /// <summary>Guesses looked at, per slot.</summary>
    private const int Patience = 64;

    /// <summary>How sure a build's result makes that its pull ends so: it may have been a flake.</summary>
    private const double Sure = 0.98;

    /// <summary>What is less probable is not worth a thought.</summary>
    private const double Least = 1e-5;

    private readonly double[] _lands = new double[pulls];
    private readonly ulong[] _marks = [.. Enumerable.Range(0, pulls).Select(Guess.Mark)];

    /// <param name="line">In their order.</param>
    /// <param name="ahead">For each, those that it depends on.</param>
    /// <param name="result">Of the build of a guess; null: there is none yet.</param>
    /// <returns>The most probable guesses without a result, as many as there are slots, each with those that land by it.</returns>
    public List<(Guess Guess, int[] Landing)> Best(
        List<int> line,
        List<List<int>> ahead,
        Func<int, double> risk,
        Func<Guess, bool?> result,
        int slots
    )
    {
        var open = new PriorityQueue<Node, (double, int)>();
        for (var i = 0; i < line.Count; i++)
        {
            var node = Likeliest(i, line[i], ahead[i]);
            _lands[line[i]] = 1 - risk(line[i]);
            if (node is not null)
            {
                _lands[line[i]] = result(node.Guess) switch
                {
                    true => Sure,
                    false => 1 - Sure,
                    null => _lands[line[i]],
                };
                open.Enqueue(node, (-node.Odds, i));
            }
        }

        var best = new List<(Guess, int[])>();
        for (var tries = 0; best.Count < slots && tries < Patience * slots && open.TryDequeue(out var node, out _); tries++)
        {
            if (result(node.Guess) is null)
            {
                best.Add((node.Guess, [.. node.Lead.Landing(node.Flips)]));
            }

            foreach (var next in Next(node))
            {
                open.Enqueue(next, (-next.Odds, next.Lead.Place));
            }
        }

        return best;
    }

    /// <summary>Null: even that is too improbable.</summary>
    private Node? Likeliest(int place, int pull, List<int> ahead)
    {
        var (all, sign) = (1.0, 0UL);
        for (var i = 0; i < ahead.Count && all >= Least; i++)
        {
            var lands = _lands[ahead[i]];
            all *= Math.Max(lands, 1 - lands);
            sign ^= lands >= 0.5 ? _marks[ahead[i]] : 0;
        }

        return all < Least
            ? null
            : new Node(new Lead(place, pull, [.. ahead], [.. ahead.Select(other => _lands[other])]), [], new Guess(pull, sign), all);
    }

    /// <summary>
    /// The two sets of flips that follow in the usual enumeration of subsets by cost: one more, or the last one moved on.
    /// </summary>
    private static IEnumerable<Node> Next(Node node)
    {
        var (lead, flips) = (node.Lead, node.Flips);
        var next = flips.Length == 0 ? 0 : flips[^1] + 1;
        if (next >= lead.Count)
        {
            yield break;
        }

        var more = node.Guess.Sign ^ lead.Mark(next);
        yield return new Node(lead, [.. flips, next], node.Guess with { Sign = more }, node.Odds * lead.Price(next));
        if (next > 0)
        {
            yield return new Node(
                lead,
                [.. flips[..^1], next],
                node.Guess with
                {
                    Sign = more ^ lead.Mark(next - 1),
                },
                node.Odds / lead.Price(next - 1) * lead.Price(next)
            );
        }
    }

    private sealed record Node(Lead Lead, int[] Flips, Guess Guess, double Odds);
}
