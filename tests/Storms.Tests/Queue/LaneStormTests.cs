using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests;
using Sluice.Flow.Tests.Queue;

namespace Sluice.Storms.Tests.Queue;

/// <summary>The shipped decider in a world of dice: safety at every turn, and in the end everybody has an answer.</summary>
public sealed class LaneStormTests
{
    public static TheoryData<string> Storms => ["calm", "flaky", "broken", "moving", "lossy", "narrow", "flood", "pairs"];

    [Theory]
    [MemberData(nameof(Storms))]
    public void Every_pull_gets_its_answer_and_nothing_untested_lands(string storm)
    {
        var wronged = 0;
        for (var seed = 1UL; seed <= (storm == "flood" ? 1UL : 3UL); seed++)
        {
            var world = new World(seed, Of(storm));
            for (var turn = 0; !world.IsOver; turn++)
            {
                Assert.True(
                    turn < 4000,
                    $"{storm} {seed}: nothing moves; {string.Join(", ", world.Pulls.Where(pull => pull.Ended is null).Select(pull => pull.Number))} wait"
                );
                world.Turn();
            }

            Rules.CheckEnd(world);
            wronged += world.Pulls.Count(pull => Rules.IsWronged(world, pull));
        }

        Assert.InRange(wronged, 0, 2);
    }

    private static Weather Of(string storm) =>
        storm switch
        {
            "flaky" => new Weather { Flakes = 0.1 },
            "broken" => new Weather { NoVerdict = 0.1 },
            "moving" => new Weather { Outside = 0.01, HeadMoves = 0.0005 },
            "lossy" => new Weather { LostMoves = 0.3 },
            "narrow" => new Weather { Policy = new QueuePolicy { Slots = 1 } },
            "flood" => new Weather { Pulls = 80, Gap = 0.05 },
            "pairs" => new Weather { Pairs = 0.03, Conflicts = 0.03 },
            _ => new Weather(),
        };
}
