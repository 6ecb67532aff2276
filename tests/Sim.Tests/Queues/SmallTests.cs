using System.Globalization;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

/// <summary>
/// Fails when a change makes the queue worse than bench/queue/small.csv says it was. Where it is meant to: see that folder's README.
/// </summary>
public sealed class SmallTests
{
    private const double Slack = 1.1;

    public static TheoryData<string> Cells() => [.. Small.Cells];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_queue_is_no_worse_than_it_was(string cell)
    {
        var was = Was()[cell];
        var now = Small.Run(cell);
        string[] names = ["P50", "P95", "build time"];
        foreach (var (i, name) in names.Index())
        {
            Assert.True(
                now[i] <= was[i] * Slack,
                string.Create(CultureInfo.InvariantCulture, $"{cell}: {name} was {was[i]:0.000} T and is {now[i]:0.000} T")
            );
        }

        Assert.True(
            now[3] <= was[3] + 2,
            string.Create(CultureInfo.InvariantCulture, $"{cell}: false ejections per 1,000 were {was[3]:0.0} and are {now[3]:0.0}")
        );
    }

    [Fact]
    public void Every_small_cell_has_its_figures() => Assert.Equal(Small.Cells, Was().Keys);

    private static SortedDictionary<string, double[]> Was()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "small.csv"));
        Assert.Equal(Small.Header, lines[0]);
        return new(
            lines
                .Skip(1)
                .Select(line => line.Split(','))
                .ToDictionary(
                    parts => parts[0],
                    parts => parts[1..].Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray()
                )
        );
    }
}
