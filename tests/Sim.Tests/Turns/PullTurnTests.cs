using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

public sealed class PullTurnTests : TurnTest
{
    [Fact]
    public async Task GitHub_is_asked_for_the_rights_of_those_who_command_and_of_nobody_else()
    {
        var pull = await Open("pears");
        foreach (var (by, says) in new[] { ("ben", "/sluice status"), ("cleo", "Nice!"), ("ada", "Thanks, all.") })
        {
            await Store.Fold([WorldFacts.Of(Town.World.Comments.Say(As(by), pull, says).Value)], Stop);
        }

        var (github, watch) = Watched.Around<IGitHub>(GitHub);
        await Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Equal(["ben"], watch.Asked.Where(asked => asked.What == nameof(IGitHub.Permission)).Select(asked => (string)asked.With[1]!));
    }

    [Fact]
    public async Task Who_put_the_label_on_is_asked_about_in_whatever_letters_the_repository_has_it()
    {
        var pull = await Open("pears");
        Assert.Null(Town.World.Labels.Put(As("ben"), pull, ["Queue"]).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))], Stop);
        await Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);

        var ledger = (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;
        Assert.Equal("ben", ledger.Request?.By?.Login);
    }

    [Fact]
    public async Task A_head_that_came_while_labels_were_set_is_not_overwritten_by_them()
    {
        var pull = await Open("pears");
        var newer = default(Sha);
        var (github, watch) = Watched.Around<IGitHub>(
            GitHub,
            async (what, _) =>
            {
                if (what == nameof(IGitHub.SetLabels))
                {
                    newer = Push("pears", "good/pears.txt", "newer\n");
                    await Store.Fold([WorldFacts.Of(pull)], Stop);
                }
            }
        );

        await Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Contains(watch.Asked, asked => asked.What == nameof(IGitHub.SetLabels));
        Assert.Equal(newer, (await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!.Pull.Head);
    }

    [Fact]
    public async Task Two_workflows_with_a_job_of_one_name_are_two_checks()
    {
        var pull = await Open("pears");
        var head = new Sha(pull.HeadSha);
        var now = Town.Clock.GetUtcNow();
        foreach (var (suite, state) in new[] { (1L, CheckState.Success), (2L, CheckState.Failure) })
        {
            var check = new Check("test", suite, 7, state, null, now, now) { Suite = suite };
            await Store.Fold([new CheckFact(Repo.Id, Stamps.Of(check, now), head, check, null, [])], Stop);
        }

        Assert.Equal(2, (await Store.Under<CheckFact>(Repo.Id, head.Hex, Stop)).Count);
    }

    [Fact]
    public async Task An_order_is_in_the_books_before_its_comment_is_answered()
    {
        var pull = await Open("pears");
        await Store.Fold([WorldFacts.Of(Town.World.Comments.Say(As("ada"), pull, "/sluice pause the office moves").Value)], Stop);
        var orders = -1;
        var (github, _) = Watched.Around<IGitHub>(
            GitHub,
            async (what, _) =>
            {
                orders = what == nameof(IGitHub.React) ? (await Store.Under<LaneOrderFact>(Repo.Id, "", Stop)).Count : orders;
            }
        );

        await Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Equal(1, orders);
    }
}
