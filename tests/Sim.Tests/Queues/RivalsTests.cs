using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

/// <summary>
/// A rival that is weaker than its documents make it would flatter us: reference figures are P95 and build time per landed pull, in T.
/// </summary>
public sealed class RivalsTests
{
    private const ulong Seeds = 12;

    [Fact]
    public void The_bound_counts_the_bits_of_those_who_conflict_with_nobody()
    {
        Change Pull(int number, double risk, params int[] conflicts) =>
            new(number, number, "ada", "human", risk, [], false, [.. conflicts]);
        Figures Of(params Change[] pulls) =>
            Entrants.Run("bound", new Trace("t", [.. pulls]), new Terms { MeanBuild = 60 }, new QueuePolicy());

        Assert.Equal(180, Of(Pull(1, 0.5), Pull(2, 0.5), Pull(3, 0.5)).BuildSeconds, 6);
        Assert.Equal(60, Of(Pull(1, 0.5), Pull(2, 0.5), Pull(3, 0.5, 1)).BuildSeconds, 6);
        Assert.Equal(60 * 0.286397, Of(Pull(1, 0.05)).BuildSeconds, 3);
    }

    [Theory]
    [InlineData("A", "bors8", 2.02, 1.03)]
    [InlineData("A", "github", 2.37, 1.06)]
    [InlineData("A", "tide8", 2.05, 1.03)]
    [InlineData("A", "mergify", 2.03, 1.03)]
    [InlineData("A", "batchall", 2.03, 1.03)]
    [InlineData("A", "oracle", 1.98, 0.96)]
    [InlineData("D", "bors8", 7.5, 0.76)]
    [InlineData("D", "github", 1.91, 1.12)]
    [InlineData("D", "zuul", 1.88, 1.13)]
    [InlineData("D", "tide8", 6.2, 1.05)]
    [InlineData("D", "mergify", 1.96, 1.07)]
    [InlineData("D", "speculation", 1.83, 1.44)]
    [InlineData("D", "batchall", 3.4, 0.76)]
    [InlineData("H", "bors8", 741, 0.49)]
    [InlineData("H", "github", 136, 1.78)]
    [InlineData("H", "zuul", 119, 1.67)]
    [InlineData("H", "tide8", 705, 0.81)]
    [InlineData("H", "mergify", 247, 0.65)]
    [InlineData("H", "batchall", 351, 1.62)]
    [InlineData("H", "oracle", 1.1, 0.77)]
    [InlineData("N", "github", 403, 4.36)]
    [InlineData("N", "zuul", 513, 2.37)]
    [InlineData("N", "mergify", 1085, 2.4)]
    [InlineData("N", "batchall", 1478, 6.51)]
    [InlineData("N", "tide8", 1764, 2.18)]
    public void A_rival_is_no_weaker_than_its_reference(string cell, string policy, double p95, double build)
    {
        var runs = new List<Figures>();
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            runs.Add(Samples.Run(policy, Workload.Make(Cell.Of(cell), seed), Cell.Of(cell).Terms(seed)));
        }

        Assert.InRange(runs.Average(run => run.P95) / Cell.T, 0, p95 * 1.1);
        Assert.InRange(runs.Average(run => run.BuildSecondsPerLanded) / Cell.T, build * 0.85, build * 1.1);
    }
}
