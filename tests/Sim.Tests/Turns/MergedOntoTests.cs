using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns;
using Sluice.Turns.Lanes;

namespace Sluice.Sim.Tests.Turns;

public sealed class MergedOntoTests : TurnTest
{
    [Fact]
    public async Task What_was_merged_within_one_second_is_put_in_the_order_in_which_it_stands_on_the_base()
    {
        var (before, first, second) = (Tip(), Land("one"), Land("two"));
        var told = await Told(before, second, Merged(1, second), Merged(2, first));

        Assert.Equal([(1, 1, first), (2, 0, before)], told.Select(pull => (pull.Number, pull.Nth, pull.Onto!.Value)));
        Assert.DoesNotContain(told, pull => pull.Untold);
    }

    [Fact]
    public async Task What_the_base_does_not_hold_yet_is_told_of_later()
    {
        var (before, first, second) = (Tip(), Land("one"), Land("two"));
        var told = await Told(before, first, Merged(1, first), Merged(2, second));

        Assert.Equal((first, before), (told[0].Commit!.Value, told[0].Onto!.Value));
        Assert.Equal((null, true), (told[1].Commit, told[1].Untold));
    }

    [Fact]
    public async Task A_base_that_was_set_back_keeps_nobody_waiting_for_ever()
    {
        var (before, gone) = (Tip(), Land("one"));
        var merged = Merged(1, gone);
        Assert.True((await Told(before, before, merged))[0].Untold);

        var late = (await Told(before, before, merged with { MergedAt = merged.MergedAt - TimeSpan.FromMinutes(16) }))[0];
        Assert.Equal((gone, null, false), (late.Commit!.Value, late.Onto, late.Untold));
    }

    private Task<Row<NativePull>> Told(Sha before, Sha head, params NativePull[] merged) =>
        new MergedOnto(Mirror, new Mirror(Mirror, Store, Town.Clock)).Of(Repo, merged.ToRow(), before, head, Town.Clock.GetUtcNow(), Stop);

    private NativePull Merged(int number, Sha commit) =>
        new(number, false, commit, Town.Clock.GetUtcNow(), "MERGE", Town.Clock.GetUtcNow());

    private Sha Tip() => new(Town.Repo.Branch("main")!);

    private Sha Land(string name) => Push("main", $"good/{name}.txt");
}
