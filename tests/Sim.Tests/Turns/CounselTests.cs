using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Turns;
using Sluice.Turns.Ports;
using Answered = Sluice.Turns.Ports.Answer<string>;

namespace Sluice.Sim.Tests.Turns;

/// <summary>The advisor is asked beside the turns, once of what a head brings, whatever comes of it.</summary>
public sealed class CounselTests : TurnTest
{
    private const string Worry = """{"worries":[{"path":"good/pears.txt","quote":"new","why":"Everything is new."}]}""";

    [Fact]
    public async Task A_worry_raises_the_label_with_the_next_turn()
    {
        var (pull, advisor) = (await Open("pears"), new ScriptedAdvisor(_ => Said(Worry)));
        await Turn(pull, advisor, times: 2);

        Assert.Contains("risk/medium", pull.Labels.Keys);
        Assert.Contains("+new", Assert.Single(advisor.Asked).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_asking_is_kept_and_changes_nothing()
    {
        var (pull, advisor) = (await Open("pears"), new ScriptedAdvisor(_ => Task.FromResult<Answered>(new Answered.Refused("HTTP 500"))));
        await Turn(pull, advisor, times: 3);

        Assert.Contains("risk/low", pull.Labels.Keys);
        Assert.Single(advisor.Asked);
        Assert.Equal("HTTP 500", (await Advice(pull))?.Failed);
    }

    [Fact]
    public async Task No_turn_waits_for_a_slow_answer_and_the_pull_is_rung_when_it_comes()
    {
        var slow = new TaskCompletionSource<Answered>();
        var (pull, advisor) = (await Open("pears"), new ScriptedAdvisor(_ => slow.Task));
        var turns = With(advisor);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        var end = await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.NotNull(end.WakeAt);
        Assert.Contains("risk/low", pull.Labels.Keys);
        Assert.Single(advisor.Asked);
        slow.SetResult(new Answered.Made(Worry));
        Assert.NotEmpty((await Advice(pull))!.Worries);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        Assert.Contains("risk/medium", pull.Labels.Keys);
    }

    [Fact]
    public async Task What_went_wrong_beside_the_turns_is_told_by_the_next_one_and_tried_again()
    {
        var broken = new TaskCompletionSource<Answered>();
        var asked = 0;
        var (pull, advisor) = (await Open("pears"), new ScriptedAdvisor(_ => asked++ == 0 ? broken.Task : Said(Worry)));
        var turns = With(advisor);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        broken.SetException(new InvalidOperationException("no database"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => turns.Take(new PullSubject(Repo.Id, pull.Number), Stop));
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.NotNull(await Advice(pull));
    }

    [Fact]
    public async Task What_went_wrong_for_a_head_that_was_left_meanwhile_is_forgotten()
    {
        var broken = new TaskCompletionSource<Answered>();
        var asked = 0;
        var (pull, advisor) = (await Open("pears"), new ScriptedAdvisor(_ => asked++ == 0 ? broken.Task : Said(Worry)));
        var (turns, first) = (With(advisor), pull.HeadSha);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        broken.SetException(new InvalidOperationException("no database"));
        var second = Push("pears", "good/pears.txt", "newer\n");
        await Store.Fold([WorldFacts.Of(pull)], Stop);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        Assert.Null(
            Town.World.Refs.Move(As("ada"), Town.Repo, [new RefMove("refs/heads/pears", second.Hex, first, true)], "push")?.ToString()
        );
        await Store.Fold([WorldFacts.Of(pull)], Stop);

        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Equal((3, first), (advisor.Asked.Count, pull.HeadSha));
    }

    [Fact]
    public async Task Aimed_at_another_branch_it_is_asked_about_all_that_it_brings_there_and_takes_nothing_back()
    {
        Push("side", "good/pears.txt", "hidden\n");
        Assert.Null(
            Town.World.Refs.CommitTo(
                As("ada"),
                Town.Repo,
                "pears",
                "Work",
                [new("good/pears.txt", "hidden\nnew\n")],
                "side"
            ).Refusal?.Message
        );
        var pull = Town.World.Pulls.Open(As("ada"), Town.Repo, new PullDraft("pears", "pears", "side")).Value;
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation), WorldFacts.Of(pull)], Stop);
        var asked = 0;
        var advisor = new ScriptedAdvisor(_ => Said(asked++ == 0 ? Worry : """{"worries":[]}"""));
        await Turn(pull, advisor, times: 3);
        Assert.Contains("-hidden", Assert.Single(advisor.Asked).Text, StringComparison.Ordinal);

        Assert.Null(Town.World.Pulls.Edit(As("ada"), pull, new PullEdit(Base: "main")).Refusal?.Message);
        await Store.Fold([WorldFacts.Of(pull)], Stop);
        await Turn(pull, advisor, times: 3);

        Assert.Equal(2, advisor.Asked.Count);
        Assert.DoesNotContain("-hidden", advisor.Asked[1].Text, StringComparison.Ordinal);
        Assert.Equal("Everything is new.", Assert.Single((await Advice(pull))!.Worries).Why);
    }

    [Fact]
    public async Task Who_was_not_asked_at_all_is_asked_later()
    {
        var until = Town.Clock.GetUtcNow().AddMinutes(1);
        var (pull, advisor) = (
            await Open("pears"),
            new ScriptedAdvisor(_ => Task.FromResult<Answered>(new Answered.Later(until, "the process ends")))
        );
        await Turn(pull, advisor, times: 2);

        Assert.Equal(2, advisor.Asked.Count);
        Assert.Null(await Advice(pull));
    }

    [Fact]
    public async Task Until_when_the_advisor_is_to_be_left_alone_is_told_by_the_next_turn_which_does_not_ask()
    {
        var slow = new TaskCompletionSource<Answered>();
        var (pull, advisor, until) = (await Open("pears"), new ScriptedAdvisor(_ => slow.Task), Town.Clock.GetUtcNow().AddMinutes(10));
        var turns = With(advisor);
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        slow.SetResult(new Answered.Later(until, "the process ends"));

        var end = await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Equal((until, 1), (end.WakeAt, advisor.Asked.Count));
    }

    private static Task<Answered> Said(string text) => Task.FromResult<Answered>(new Answered.Made(text));

    private SubjectTurns With(IAdvisor advisor) => new(Store, GitHub, Mirror, Town.Fleet, Bell, Town.Clock, advisor);

    private async Task Turn(Pull pull, IAdvisor advisor, int times)
    {
        var turns = With(advisor);
        for (var turn = 0; turn < times; turn++)
        {
            await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        }
    }

    private async Task<Advice?> Advice(Pull pull) =>
        (await Store.Find<AdviceFact>(Repo.Id, Numbers.Key(pull.Number), pull.HeadSha, Stop))?.Advice;
}
