using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Sim.Tests.Turns;

public sealed class RoundsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Few_have_their_turn_in_every_sweep() =>
        Assert.Equal(20, Rounds.Of([.. Enumerable.Range(1, 20).Select(id => Of(id, 49, Noon.AddSeconds(-5)))], Noon).Count);

    [Fact]
    public void None_at_all_is_no_trouble() => Assert.Empty(Rounds.Of([], Noon));

    [Fact]
    public void Whoever_was_never_looked_after_comes_first_and_all_of_them_do() =>
        Assert.Equal(
            Enumerable.Range(1, 500).Select(id => (long)id),
            Rounds.Of([.. Enumerable.Range(1, 500).Select(id => Of(id, 0, null))], Noon).Select(repo => repo.Id)
        );

    [Fact]
    public void After_a_pause_all_have_their_turn() =>
        Assert.Equal(300, Rounds.Of([.. Enumerable.Range(1, 300).Select(id => Of(id, 50, Noon - Rounds.Whole))], Noon).Count);

    [Theory]
    [InlineData(200, 50, 60)]
    [InlineData(200, 50, 5)]
    [InlineData(1000, 0, 60)]
    [InlineData(1, 10_000, 60)]
    [InlineData(30, 0, 60)]
    [InlineData(37, 499, 17)]
    public void Of_many_everyone_has_a_turn_within_four_minutes_and_a_sweep_and_no_sweep_has_more_than_its_share(
        int repositories,
        int pulls,
        int seconds
    )
    {
        var last = Enumerable.Range(1, repositories).ToDictionary(id => (long)id, _ => (DateTimeOffset?)null);
        var sweep = TimeSpan.FromSeconds(seconds);
        var most = Math.Max(20.0, repositories * (1 + (pulls / 50)) * (sweep / Rounds.Whole)) + 1 + (pulls / 50);
        for (var now = Noon; now < Noon.AddMinutes(30); now += sweep)
        {
            var round = Rounds.Of([.. last.Select(each => Of(each.Key, pulls, each.Value))], now);
            Assert.True(now == Noon || round.Count * (1 + (pulls / 50)) <= most, $"{round.Count} at {now:HH:mm:ss}");
            foreach (var repo in round)
            {
                Assert.True(
                    last[repo.Id] is null || now - last[repo.Id] <= Rounds.Whole + sweep,
                    $"{repo.Id} waited since {last[repo.Id]:HH:mm:ss} at {now:HH:mm:ss}"
                );
                last[repo.Id] = now;
            }
        }

        Assert.All(last.Values, at => Assert.True(at >= Noon.AddMinutes(30) - Rounds.Whole - sweep - sweep));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(999, 1)]
    [InlineData(2500, 2)]
    [InlineData(10_000, 4)]
    [InlineData(1_000_000, 4)]
    public void Of_many_pulls_a_part_is_looked_at_in_each_round(int pulls, int parts) => Assert.Equal(parts, Rounds.Parts(pulls));

    private static (Repository Repo, int Pulls, DateTimeOffset? Last) Of(long id, int pulls, DateTimeOffset? last) =>
        (new Repository(id, "acme", $"shop{id}", 1, false, "main"), pulls, last);
}
