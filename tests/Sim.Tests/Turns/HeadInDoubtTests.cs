using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>
/// Several heads within one second, told in another order than they came: time stands still here, so that all has the same stamp.
/// </summary>
public sealed class HeadInDoubtTests : TurnTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task The_label_is_for_the_head_that_GitHub_has_although_an_older_one_is_told_after_it(
        bool turnBetween,
        bool fetchedBetween
    )
    {
        var pull = await Open("pears");
        var older = Pushed(pull, "older\n");
        if (fetchedBetween)
        {
            await Mirror.Fetch(Repo, Stop); // another pull's turn did
        }

        var newer = Pushed(pull, "newer\n").Pull.Head;
        await Store.Fold(Labelled(pull), Stop);
        if (turnBetween)
        {
            await Turn(pull);
        }

        await Store.Fold([older], Stop);
        await Turn(pull);
        await Turn(pull);
        Assert.Empty(await Turns().Sweep.All(Stop));
        await Turn(pull);

        Assert.Equal(newer, (await Ledger(pull)).Request?.Head);
        Assert.Equal(newer, (await Ledger(pull)).Admission?.Head);
        Assert.Contains("queue", pull.Labels.Keys);
    }

    [Fact]
    public async Task A_command_is_for_the_head_that_GitHub_has_although_nobody_told_of_it_yet()
    {
        var pull = await Open("pears");
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddSeconds(10));
        var older = Pushed(pull, "older\n");
        var newer = Pushed(pull, "newer\n").Pull.Head;
        await Store.Fold([older, WorldFacts.Of(Town.World.Comments.Say(As("ada"), pull, "/sluice queue").Value)], Stop);

        await Turn(pull);

        Assert.Equal(newer, (await Ledger(pull)).Request?.Head);
    }

    [Fact]
    public async Task What_is_in_queue_stays_there_while_an_older_head_is_told_again()
    {
        var pull = await Open("pears");
        var older = Pushed(pull, "older\n");
        var newer = Pushed(pull, "newer\n").Pull.Head;
        await Store.Fold(Labelled(pull), Stop);
        await Turn(pull);
        await Turn(pull);
        await Store.Fold([older], Stop);

        var seen = (await Lanes().At(new LaneSubject(Repo.Id, "main"), new(LaneLedger.New, 1), Stop))!;

        Assert.Equal(newer, Assert.Single(seen.Entries).CurrentHead);
    }

    [Fact]
    public async Task Who_pushes_to_a_pull_that_is_in_queue_is_told_there_what_happened_and_what_to_do()
    {
        var pull = await Open("pears");
        await Store.Fold(Labelled(pull), Stop);
        await Turn(pull);
        await Turn(pull);
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddSeconds(10));
        await Store.Fold([Pushed(pull, "newer\n")], Stop);
        await Turn(pull);

        var said = Assert.Single(Town.Repo.Comments.Values).Body;
        Assert.Contains("**Left the queue: its head moved.**", said, StringComparison.Ordinal);
        Assert.Contains("`/sluice queue` puts it in line again.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GitHub_is_asked_until_it_has_said_the_same_as_the_books_and_never_again()
    {
        var pull = await Open("pears");
        var older = Pushed(pull, "older\n");
        Pushed(pull, "newer\n");
        await Store.Fold([.. Labelled(pull), older], Stop);
        var (github, watch) = Watched.Around<IGitHub>(GitHub);

        for (var turns = 0; turns < 5; turns++)
        {
            await Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop);
        }

        Assert.Equal(2, watch.Asked.Count(asked => asked.What == nameof(IGitHub.Pull)));
        Assert.Equal(HeadWord.Asked, (await Told(pull)).Word);
    }

    [Fact]
    public async Task Heads_that_come_one_after_the_other_cost_a_fetch_each_and_no_question()
    {
        var pull = await Open("pears");
        var (git, fetches) = Watched.Around<IGit>(Mirror);
        var (github, questions) = Watched.Around<IGitHub>(GitHub);
        var turns = new SubjectTurns(Store, github, git, Town.Fleet, Bell, Town.Clock);
        for (var heads = 0; heads < 3; heads++)
        {
            await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
            await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
            Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddSeconds(10));
            await Store.Fold([Pushed(pull, $"work {heads}\n")], Stop);
        }

        Assert.Equal(3, fetches.Asked.Count(asked => asked.What == nameof(IGit.Fetch)));
        Assert.DoesNotContain(questions.Asked, asked => asked.What == nameof(IGitHub.Pull));
    }

    [Fact]
    public async Task A_head_in_doubt_waits_for_a_GitHub_that_cannot_be_asked()
    {
        var pull = await Open("pears");
        var older = Pushed(pull, "older\n");
        Pushed(pull, "newer\n");
        await Store.Fold([.. Labelled(pull), older], Stop);
        var until = Town.Clock.GetUtcNow().AddMinutes(1);
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
                call.What == nameof(IGitHub.Pull)
                    ? Task.FromResult<Sluice.Turns.Ports.Answer<FactPage>>(new Sluice.Turns.Ports.Answer<FactPage>.Later(until, "a limit"))
                    : call.Through()
        );

        var notNow = await Assert.ThrowsAsync<NotNowException>(() => Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop));

        Assert.Equal(until, notNow.Until);
        Assert.Null((await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value);
    }

    [Fact]
    public async Task A_pull_that_is_gone_from_GitHub_while_its_head_is_in_doubt_is_closed()
    {
        var pull = await Open("pears");
        var older = Pushed(pull, "older\n");
        Pushed(pull, "newer\n");
        await Store.Fold([.. Labelled(pull), older], Stop);
        var github = Relay.Of<IGitHub>(
            GitHub,
            call =>
                call.What == nameof(IGitHub.Pull)
                    ? Task.FromResult<Sluice.Turns.Ports.Answer<FactPage>>(
                        new Sluice.Turns.Ports.Answer<FactPage>.Refused("Not Found", 404)
                    )
                    : call.Through()
        );

        await Turns(github).Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.False((await Told(pull)).Pull.Open);
        Assert.Null((await Ledger(pull)).Request);
    }

    private PullFact Pushed(Pull pull, string text)
    {
        Push(pull.HeadBranch, $"good/{pull.HeadBranch}.txt", text);
        return WorldFacts.Of(pull);
    }

    private IReadOnlyList<Fact> Labelled(Pull pull)
    {
        Assert.Null(Town.World.Labels.Put(As("ada"), pull, ["queue"]).Refusal?.Message);
        return [WorldFacts.Of(pull), .. pull.LabelEvents.Select(put => WorldFacts.Of(pull, put))];
    }

    private Task<TurnEnd> Turn(Pull pull) => Turns().Take(new PullSubject(Repo.Id, pull.Number), Stop);

    private async Task<PullLedger> Ledger(Pull pull) =>
        (await Store.Ledger<PullLedger>(new PullSubject(Repo.Id, pull.Number), Stop)).Value!;

    private async Task<PullFact> Told(Pull pull) => (await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!;
}
