using Sluice.Flow.Intake.Stacks;

namespace Sluice.Flow.Tests.Intake.Stacks;

public sealed class CyclesTests
{
    private const int Pulls = 4;

    /// <summary>
    /// Every graph of four pulls (none depends on itself here: that is told by itself), against reachability by Warshall's closure.
    /// </summary>
    [Fact]
    public void In_every_graph_of_four_exactly_the_ways_back_are_found()
    {
        var edges = (
            from one in Enumerable.Range(1, Pulls)
            from other in Enumerable.Range(1, Pulls)
            where one != other
            select (one, other)
        ).ToList();
        for (var graph = 0; graph < 1 << edges.Count; graph++)
        {
            var on = edges.Where((_, index) => (graph >> index & 1) == 1).ToLookup(edge => edge.one, edge => edge.other);
            var known = Enumerable.Range(1, Pulls).Select(number => new Cycles.Standing(number, on[number].ToRow())).ToRow();
            var reach = Closure(on);
            for (var start = 1; start <= Pulls; start++)
            {
                Assert.Equal(on[start].Where(parent => reach[parent, start]).Order().ToRow(), Cycles.Through(start, known));
            }
        }
    }

    [Fact]
    public void Of_what_is_not_known_nothing_is_claimed() => Assert.Empty(Cycles.Through(1, [new Cycles.Standing(1, [2])]));

    [Fact]
    public void A_ring_that_one_only_leads_into_is_the_others_to_tell() =>
        Assert.Empty(Cycles.Through(1, [new Cycles.Standing(1, [2]), new Cycles.Standing(2, [3]), new Cycles.Standing(3, [2])]));

    private static bool[,] Closure(ILookup<int, int> on)
    {
        var reach = new bool[Pulls + 1, Pulls + 1];
        foreach (var edges in on)
        {
            foreach (var other in edges)
            {
                reach[edges.Key, other] = true;
            }
        }

        for (var k = 1; k <= Pulls; k++)
        {
            for (var i = 1; i <= Pulls; i++)
            {
                for (var j = 1; j <= Pulls; j++)
                {
                    reach[i, j] |= reach[i, k] && reach[k, j];
                }
            }
        }

        return reach;
    }
}
