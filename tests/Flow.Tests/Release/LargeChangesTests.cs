using System.Diagnostics;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>Changes of many files on one canary, which anybody may land.</summary>
public sealed class LargeChangesTests
{
    [Fact]
    public void Many_files_and_many_places_are_weighed_within_seconds()
    {
        var pulls = Enumerable.Range(1, 20).Select(number => Pull(number)).ToRow();
        var places = Enumerable
            .Range(0, 10)
            .Select(place => new Symptom("errors", [new Label("route", $"/checkout/{place}")], 30, 10))
            .Append(new Symptom("errors", [new Label("frame", "src/hhhh/file299.ts:3")], 60, 10))
            .ToRow();
        var evidence = new Evidence(pulls, [new FailingMetric(Fleet.Errors, 0.3, places, null)], [], 0.01, 0.05);
        var watch = Stopwatch.StartNew();

        var first = Posterior.Of(evidence).First(each => each.Number is not null);

        Assert.Equal(7, first.Number);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static LandedPull Pull(int number) =>
        new(
            number,
            number,
            $"Change {number}",
            "ada",
            Fleet.Commit(5000 + number),
            Fleet.Commit(0),
            Fleet.Commit(9),
            Fleet.Commit(number),
            "main",
            Band.Low,
            0.05,
            [],
            default
        )
        {
            Paths = Enumerable.Range(0, 300).Select(file => $"src/{new string((char)('a' + number), 4)}/file{file}.ts").ToRow(),
        };
}
