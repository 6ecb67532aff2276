using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Fakes;
using Sluice.Turns.Environments;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What of a regressed canary is not on the base any more, by whatever way.</summary>
public sealed class UndoingTests : TurnTest
{
    private readonly List<LandedPull> _landed = [];

    [Fact]
    public async Task What_somebody_pushed_away_is_found_once_the_lane_has_taken_that_in()
    {
        await Land(3, "bad.txt");
        await Land(4, "good.txt");
        var locked = await Lock();
        Assert.Null(await Look(locked));

        var before = Main;
        Push("main", "bad.txt", null);
        await Mirror.Fetch(Repo, Stop);
        Assert.Null(await Look(locked));

        await Stand();
        Assert.Equal(new Undone(Main, [3]), await Look(locked));

        await Stand(lane => lane with { Landing = new Landing("b1", before, Main, Main, default) });
        Assert.Null(await Look(locked)); // a landing that is not told yet may be the revert
    }

    [Fact]
    public async Task Of_two_that_touched_the_same_lines_both_are_found()
    {
        await Land(3, "same.txt", "one\n");
        await Land(4, "same.txt", "two\n");
        var locked = await Lock();

        Push("main", "same.txt", null);
        await Stand();

        Assert.Equal(new Undone(Main, [3, 4]), await Look(locked));
    }

    [Fact]
    public async Task What_one_on_the_canary_undid_of_another_tells_nothing()
    {
        await Land(3, "flag.txt");
        await Land(4, "flag.txt", null);
        var locked = await Lock();

        Push("main", "other.txt");
        await Stand();

        Assert.Null(await Look(locked));
    }

    [Fact]
    public async Task While_it_is_rolled_back_and_while_nothing_regressed_nobody_looks()
    {
        await Land(3, "bad.txt");
        var locked = await Lock();
        Push("main", "bad.txt", null);
        await Stand();

        Assert.NotNull(await Look(locked));
        Assert.Null(await Look(locked with { Phase = CanaryPhase.RollingBack }));
        Assert.Null(await Look(locked with { Taken = [] }));
    }

    [Fact]
    public async Task A_base_that_does_not_hold_what_was_deployed_is_another_history()
    {
        await Land(3, "bad.txt");
        var locked = await Lock();
        Push("main", "bad.txt", null);
        var elsewhere = Push("side", "side.txt");
        await Stand();

        Assert.NotNull(await Look(locked));
        Assert.Null(await Look(locked with { Sha = elsewhere }));
    }

    private Sha Main => new(Town.Repo.Branch("main")!);

    private Task<Undone?> Look(Canary locked) =>
        new Undoing(Store, Mirror).Of(Repo, Main, EnvironmentLedger.New with { Canary = locked }, Stop);

    private async Task Land(int number, string path, string? text = "new\n")
    {
        var before = Main;
        var after = Push("main", path, text);
        await Mirror.Fetch(Repo, Stop);
        _landed.Add(
            new LandedPull(number, number, "Pears", "ada", after, before, after, after, "main", Band.Low, 0.01, [], default)
            {
                From = before,
            }
        );
    }

    private async Task<Canary> Lock()
    {
        await Stand();
        return new Canary("c1", Main, _landed[0].Before, _landed.ToRow(), CanaryPhase.Asking, 0, default, null, null)
        {
            Taken = _landed.Select(pull => pull.Number).ToRow(),
        };
    }

    /// <summary>The lane takes in where the base stands.</summary>
    private async Task Stand(Func<LaneLedger, LaneLedger>? but = null)
    {
        await Mirror.Fetch(Repo, Stop);
        var lane = new LaneSubject(Repo.Id, "main");
        var held = await Store.Ledger<LaneLedger>(lane, Stop);
        var next = (held.Value ?? LaneLedger.New) with { Head = Main };
        Assert.True(await Store.Note(lane, held.Version, but?.Invoke(next) ?? next, [], default, Stop));
    }
}
