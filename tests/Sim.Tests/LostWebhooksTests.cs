using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests;

/// <summary>Not one webhook comes, nor comes again: only the sweeps tell what happened.</summary>
public sealed class LostWebhooksTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);
    private static readonly Weather Deaf = Weather.Calm with { Lost = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Everything_comes_to_rest_and_what_pulls_are_is_known_within_five_minutes(ulong seed)
    {
        Town? town = null;
        var (late, looked) = (new List<string>(), 0);
        var report = Storm.Run(
            seed,
            always: Deaf,
            plant: (built, ports) =>
            {
                if (town is null)
                {
                    town = built;
                    for (var minute = 1; minute <= 180; minute++)
                    {
                        town.Agenda.After(TimeSpan.FromMinutes(minute), () => Look(town, late, ref looked));
                    }
                }

                return ports;
            }
        );

        Assert.Empty(report.Violations);
        Assert.Empty(late);
        Assert.True(report.Landings > 0, "nothing landed");
        Assert.True(looked > 100, $"looked at {looked} pulls only");
        Assert.True(report.Of(Fault.LostDelivery) > 100, "hardly a webhook was lost");
        Assert.Equal(0, report.Of(Fault.OvertakenDelivery));
    }

    private static void Look(Town town, List<string> late, ref int looked)
    {
        var now = town.Clock.GetUtcNow();
        foreach (var pull in town.Repo.Pulls.Values.Where(pull => now - pull.UpdatedAt > Bound))
        {
            looked++;
            var known = town.Store.Find<PullFact>(town.Repo.Id, "", Numbers.Key(pull.Number), CancellationToken.None).Result?.Pull;
            if (known is null || Of(known) != Of(WorldFacts.Of(pull).Pull))
            {
                late.Add(
                    $"{now:HH:mm:ss} #{pull.Number} is {Of(WorldFacts.Of(pull).Pull)} since {pull.UpdatedAt:HH:mm:ss}, and in the books {(known is null ? "unknown" : Of(known))}"
                );
            }
        }
    }

    /// <summary>What is done to one that is closed, a label taken off or a comment, concerns nobody.</summary>
    private static string Of(PullRequest pull) =>
        pull.Open ? $"open at {pull.Head.Hex} onto {pull.Base}{(pull.Draft ? ", a draft" : "")} [{string.Join(", ", pull.Labels)}]"
        : pull.Merged ? "merged"
        : "closed";
}
