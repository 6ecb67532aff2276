using Sluice.Flow.Intake;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;
using DeploymentState = Sluice.Flow.Repo.DeploymentState;

namespace Sluice.Bot.Tests.GitHub;

public sealed class WritingHubTests : HubTests
{
    private const string Marker = "<!-- sluice -->";

    [Fact]
    public async Task A_check_is_made_changed_and_begun_again_and_is_newer_each_time()
    {
        var head = new Sha(Town.OpenPull("pears").HeadSha);
        var queued = Made(await Client.PutCheck(Repo, Check(head, CheckState.Queued, "d1"), Stop));
        var failed = Made(await Client.PutCheck(Repo, Check(head, CheckState.Failure, "d2", queued.Check.Id), Stop));
        var again = Made(await Client.PutCheck(Repo, Check(head, CheckState.Running, "d3", queued.Check.Id), Stop));

        Assert.Equal(
            [CheckState.Queued, CheckState.Failure, CheckState.Running],
            new[] { queued, failed, again }.Select(fact => fact.Check.State)
        );
        Assert.Equal(["d1", "d2", "d3"], new[] { queued, failed, again }.Select(fact => fact.Check.ExternalId));
        Assert.True(queued.Stamp < failed.Stamp, "queued, then failed");
        Assert.True(failed.Stamp < again.Stamp, "failed, then running");
        Assert.Equal((head, Town.Hub.App.Id, queued.Check.Id), (again.Sha, again.Check.App, again.Check.Id));
    }

    [Fact]
    public async Task A_check_that_was_made_before_a_crash_is_found_again()
    {
        var head = new Sha(Town.OpenPull("pears").HeadSha);
        var first = Made(await Client.PutCheck(Repo, Check(head, CheckState.Queued, "d1"), Stop));
        var second = Made(await Client.PutCheck(Repo, Check(head, CheckState.Neutral, "d2"), Stop));

        Assert.Equal(first.Check.Id, second.Check.Id);
        Assert.Single(await Facts(Client.Checks(Repo, head, null, Stop)));
    }

    [Fact]
    public async Task A_check_that_has_ended_is_not_begun_again_by_a_new_asking()
    {
        var head = new Sha(Town.OpenPull("pears").HeadSha);
        var ended = Made(await Client.PutCheck(Repo, Check(head, CheckState.Failure, "d1"), Stop));
        var asked = Made(await Client.PutCheck(Repo, Check(head, CheckState.Queued, "d2"), Stop));

        Assert.NotEqual(ended.Check.Id, asked.Check.Id);
        Assert.Equal((ended.Check.Suite, ended.Key), (asked.Check.Suite, asked.Key));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_check_says_at_lines_is_written_once(bool isKnown)
    {
        var pull = Town.OpenPull("pears");
        var check = Check(new Sha(pull.HeadSha), CheckState.Failure, "d1") with
        {
            Name = "sluice / config",
            Annotations = [new Annotation(".github/sluice.yml", 3, 7, "no such key")],
        };
        if (isKnown)
        {
            Made(await Client.PutCheck(Repo, check with { Name = "sluice" }, Stop));
        }

        var first = Made(await Client.PutCheck(Repo, check, Stop));
        var afterACrash = Made(await Client.PutCheck(Repo, check, Stop));
        var other = Made(await Client.PutCheck(Repo, check with { Digest = "d2" }, Stop));

        Assert.Equal(first.Check.Id, afterACrash.Check.Id);
        Assert.NotEqual(first.Check.Id, other.Check.Id);
        var run = Town.Hub.World.Do(() => pull.Repository.Marks.RunsById[first.Check.Id]);
        Assert.Equal("sluice / config", run.Name);
        Assert.Equal(
            new CheckAnnotation(".github/sluice.yml", 3, 3, 7, 7, "failure", "no such key", null, null),
            Assert.Single(run.Annotations)
        );
    }

    [Fact]
    public async Task A_text_longer_than_GitHub_takes_is_cut()
    {
        var head = new Sha(Town.OpenPull("pears").HeadSha);

        Made(await Client.PutCheck(Repo, Check(head, CheckState.Failure, "d1") with { Text = new string('x', 70_000) }, Stop));
    }

    [Fact]
    public async Task A_check_on_a_commit_that_is_not_there_is_refused()
    {
        var refused = Assert.IsType<Turns.Ports.Answer<CheckFact>.Refused>(
            await Client.PutCheck(Repo, Check(new Sha(new string('a', 40)), CheckState.Queued, "d"), Stop)
        );

        Assert.Equal(422, refused.Status);
    }

    [Fact]
    public async Task A_comment_is_made_once_and_then_edited()
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() => Town.World.Comments.Say(Town.As("eve"), pull, $"{Marker}\nI am the bot, trust me"));
        var first = Made(await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, $"{Marker}\none"), Stop));
        var twin = Made(await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(null, Marker, $"{Marker}\ntwo"), Stop));
        var edited = Made(
            await Client.PutComment(Repo, Town.Seen(pull), new PullMove.PutComment(first.Comment.Id, Marker, $"{Marker}\nthree"), Stop)
        );

        Assert.Equal((first.Comment.Id, first.Comment.Id), (twin.Comment.Id, edited.Comment.Id));
        Assert.Equal(("sluice[bot]", $"{Marker}\nthree", pull.Number), (edited.Comment.By.Login, edited.Comment.Body, edited.Number));
        Assert.Equal(2, Town.Do(() => Town.Hub.Shop.Comments.Count));
    }

    [Fact]
    public async Task A_comment_whose_answer_was_lost_is_not_written_twice()
    {
        var pull = Town.OpenPull("pears");
        Made(await Client.WhoAmI(Stop));
        Made(
            await Client.PutComment(
                Repo,
                Town.Seen(pull),
                new PullMove.PutComment(null, "<!-- sluice:verdict -->", "<!-- sluice:verdict -->"),
                Stop
            )
        );
        Town.Do(() => Town.World.Weather = new Weather { ApiLostAnswers = 1 });
        var lost = await Client.React(Repo, Town.Do(() => Town.Hub.Shop.Comments.Keys.First()), "eyes", Stop);
        Town.Do(() => Town.World.Weather = Weather.Fine);

        Assert.IsType<Turns.Ports.Answer<Nothing>.Later>(lost);
        Made(await Client.React(Repo, Town.Do(() => Town.Hub.Shop.Comments.Keys.First()), "eyes", Stop));
        Assert.Single(Town.Do(() => Town.Hub.Shop.Comments.Values.Single().Reactions));
    }

    [Fact]
    public async Task A_command_is_answered_once()
    {
        var pull = Town.OpenPull("pears");
        var command = Town.Do(() => Town.World.Comments.Say(Town.As("ben"), pull, "/sluice status").Value);
        Made(await Client.Reply(Repo, Town.Seen(pull), command.Id, "It waits.", Stop));
        Made(await Client.Reply(Repo, Town.Seen(pull), command.Id, "It waits.", Stop));

        var body = Assert.Single(Town.Do(() => Town.Hub.Shop.Comments.Values.Where(comment => comment != command).ToArray())).Body;
        Assert.StartsWith("It waits.", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Labels_are_put_on_and_taken_off_and_what_is_not_there_does_not_matter()
    {
        var pull = Town.OpenPull("pears");
        Made(await Client.SetLabels(Repo, Town.Seen(pull), ["risk/low", "origin/agent"], ["queue"], Stop));
        Made(await Client.SetLabels(Repo, Town.Seen(pull), [], ["risk/low"], Stop));

        Assert.Equal(["origin/agent"], Town.Do(() => pull.Labels.Keys.ToArray()));
    }

    [Fact]
    public async Task A_deployment_is_asked_for_once_and_its_state_is_told()
    {
        var move = new EnvironmentMove.Deploy(
            Town.Tip(),
            "canary",
            new DeploymentPayload("c1-0", "canary", 5, [1, 2], Town.Tip()),
            "Canary of #1 and #2 at 5 %"
        );
        var first = Made(await Client.Deploy(Repo, move, Stop)).Deployment;
        Assert.Equal(
            (DeploymentState.Pending, "canary", move.Payload, move.Sha),
            (first.State, first.Environment, first.Payload, first.Sha)
        );
        var told = Made(await Client.SetDeploymentStatus(Repo, first, DeploymentState.InProgress, "rolling out", Stop));
        Made(await Client.SetDeploymentStatus(Repo, first, DeploymentState.InProgress, "rolling out", Stop));
        var second = Made(await Client.Deploy(Repo, move, Stop)).Deployment;

        Assert.Equal((first.Id, DeploymentState.InProgress), (second.Id, second.State));
        Assert.Equal(DeploymentState.InProgress, told.Deployment.State);
        var listed = Assert.IsType<DeploymentFact>(Assert.Single(await Facts(Client.Deployments(Repo, "canary", Stop))));
        Assert.Equal(second, listed.Deployment);
        Assert.Single(Town.Do(() => Town.Hub.Shop.Deployments.Values.Single().Statuses));
        Assert.Empty(await Facts(Client.Deployments(Repo, "production", Stop)));
    }

    [Theory]
    [InlineData(DeploymentState.Success, DeploymentState.Failure)]
    [InlineData(DeploymentState.Error, DeploymentState.Failure)]
    [InlineData(DeploymentState.InProgress, DeploymentState.Failure)]
    [InlineData(DeploymentState.Inactive, DeploymentState.Inactive)]
    public async Task What_a_deployer_said_last_is_written_over_by_no_other_end(DeploymentState said, DeploymentState stands)
    {
        var move = new EnvironmentMove.Deploy(
            Town.Tip(),
            "canary",
            new DeploymentPayload("c1-0", "canary", 5, [1], Town.Tip()),
            "Canary of #1 at 5 %"
        );
        var row = Made(await Client.Deploy(Repo, move, Stop)).Deployment;
        Made(await Client.SetDeploymentStatus(Repo, row, DeploymentState.Failure, "it does not start", Stop));

        Assert.Equal(
            stands,
            Made(await Client.SetDeploymentStatus(Repo, row, said, "the workflow's run ended well", Stop)).Deployment.State
        );
    }

    [Fact]
    public async Task A_deployment_by_somebody_else_is_never_taken_for_ours()
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse("""{"sluice":{"id":"c1-0","stage":"canary","weight":5,"pulls":[]}}""");
        Town.Do(() =>
            Town.World.Deployments.Create(
                Town.As("ben"),
                Town.Hub.Shop,
                new DeploymentDraft("main")
                {
                    AutoMerge = false,
                    RequiredContexts = [],
                    Environment = "canary",
                    Payload = payload,
                }
            )
        );

        Assert.Empty(await Facts(Client.Deployments(Repo, "canary", Stop)));
        Made(
            await Client.Deploy(
                Repo,
                new EnvironmentMove.Deploy(Town.Tip(), "canary", new DeploymentPayload("c1-0", "canary", 5, [], null), "ours"),
                Stop
            )
        );
        Assert.Equal(2, Town.Do(() => Town.Hub.Shop.Deployments.Count));
    }

    [Fact]
    public async Task A_pull_is_opened_once_with_its_labels()
    {
        Town.Do(() =>
            Town.World.Refs.CommitTo(Town.As("ada"), Town.Hub.Shop, "sluice/revert/abc", "Revert", [new("src/price.txt", "apple 1\n")])
        );
        var first = Made(await Client.OpenPull(Repo, "sluice/revert/abc", "main", "Revert \"x\" (#1)", "because", ["revert"], Stop)).Pull;
        var second = Made(await Client.OpenPull(Repo, "sluice/revert/abc", "main", "Revert \"x\" (#1)", "because", ["revert"], Stop)).Pull;

        Assert.Equal(first.Number, second.Number);
        Assert.Equal(["revert"], second.Labels);
        Assert.Equal(("sluice/revert/abc", "main", "sluice[bot]"), (second.HeadRef, second.Base, second.Author.Login));
    }

    [Fact]
    public async Task Runs_on_a_commit_are_stopped()
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "CI", "push", ["test"], "sluice/**"));
        Town.Do(() => Town.World.Refs.CommitTo(Town.As("ada"), Town.Hub.Shop, "sluice/queue/main/b1", "candidate", [new("x", "x")]));
        var sha = Town.Tip("sluice/queue/main/b1");

        Made(await Client.CancelRuns(Repo, sha, Stop));
        Made(await Client.CancelRuns(Repo, sha, Stop));

        var check = Assert.IsType<CheckFact>(Assert.Single(await Facts(Client.Checks(Repo, sha, "sluice/queue/main/b1", Stop))));
        Assert.Equal(CheckState.Cancelled, check.Check.State);
        Assert.Equal([new LaneSubject(Repo.Id, "main")], check.Concerns());
    }

    private static PullMove.PutCheck Check(Sha head, CheckState state, string digest, long? id = null) =>
        new(id, head, state, "Title", "summary", "text", digest);
}
