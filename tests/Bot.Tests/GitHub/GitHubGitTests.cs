using Sluice.Bot.GitHub;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>The mirrors against a GitHub with real git behind HTTP and tokens.</summary>
public sealed class GitHubGitTests : HubTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task From_fetch_to_landing()
    {
        var (one, two) = (Town.OpenPull("pears", "src/pears.txt"), Town.OpenPull("plums", "src/plums.txt"));
        Made(await Town.Mirrors.Fetch(Repo, Stop));
        var main = (await Town.Mirrors.Branch(Repo, "main", Stop))!.Value;
        var composed = await Town.Mirrors.Compose(
            Repo,
            new LaneMove.Compose("b1", "sluice/queue/main/b1", main, [Member(one), Member(two)], 1, Noon),
            Stop
        );

        Assert.Equal(new PushAnswer.Done(), await Town.Mirrors.Push(Repo, "sluice/queue/main/b1", composed.Candidate!.Value, null, Stop));
        Assert.Equal(new PushAnswer.Done(), await Town.Mirrors.Push(Repo, "main", composed.Candidate.Value, main, Stop));
        Assert.Equal(new PushAnswer.Done(), await Town.Mirrors.Delete(Repo, "sluice/queue/main/b1", Stop));

        Assert.Equal(composed.Candidate, Town.Tip());
        Assert.Null(Town.Do(() => Town.Hub.Shop.Branch("sluice/queue/main/b1")));
        var merged = await Merged(one.Number);
        Assert.False(merged.Open);
    }

    [Fact]
    public async Task A_pull_from_a_fork_is_fetched_by_its_number()
    {
        var head = Town.Do(() =>
        {
            var fork = Town.World.Repos.Fork(Town.Hub.Shop, Town.World.Accounts["eve"]);
            Assert.False(Town.World.Refs.CommitTo(Town.As("eve"), fork, "mine", "mine", [new("src/mine.txt", "mine\n")]).IsRefused);
            return Town
                .World.Pulls.Open(Town.As("eve"), Town.Hub.Shop, new PullDraft("mine", "eve:mine", "main", HeadRepository: fork))
                .Value.HeadSha;
        });

        Made(await Town.Mirrors.Fetch(Repo, Stop));

        Assert.True(await Town.Mirrors.Has(Repo, new Sha(head), Stop));
    }

    [Fact]
    public async Task A_rule_refuses_a_landing_in_GitHubs_words()
    {
        Town.Do(() => Town.World.Rules.Add(Town.Hub.Shop, "no updates", Town.World.Accounts["ada"], new Rule.Update()));
        var (main, next) = await Next("src/x.txt");

        var refused = Assert.IsType<PushAnswer.Refused>(await Town.Mirrors.Push(Repo, "main", next, main, Stop));

        Assert.Contains("GH013", refused.Why, StringComparison.Ordinal);
        Assert.Equal(main, Town.Tip());
    }

    [Fact]
    public async Task The_App_in_a_rulesets_bypass_lands()
    {
        Town.Do(() =>
            Town
                .World.Rules.Add(Town.Hub.Shop, "no updates", Town.World.Accounts["ada"], new Rule.Update())
                .Bypass.Add(new BypassActor("Integration", Town.Hub.App.Id))
        );
        var (main, next) = await Next("src/x.txt");

        Assert.Equal(new PushAnswer.Done(), await Town.Mirrors.Push(Repo, "main", next, main, Stop));
    }

    [Fact]
    public async Task A_workflow_without_the_permission_for_it_is_refused_in_GitHubs_words()
    {
        var (_, next) = await Next(".github/workflows/ci.yml");

        var refused = Assert.IsType<PushAnswer.Refused>(await Town.Mirrors.Push(Repo, "sluice/queue/main/b1", next, null, Stop));

        Assert.Contains(
            "refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission",
            refused.Why,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Somebody_who_pushed_in_between_is_seen()
    {
        var (main, next) = await Next("src/x.txt");
        Town.Do(() => Town.World.Refs.CommitTo(Town.As("ada"), Town.Hub.Shop, "main", "quick fix", [new("src/y.txt", "y\n")]));

        Assert.Equal(new PushAnswer.Stale(Town.Tip()), await Town.Mirrors.Push(Repo, "main", next, main, Stop));
    }

    [Fact]
    public async Task A_token_that_was_taken_away_is_renewed_for_git_and_for_requests()
    {
        var first = Made(await Town.Connection.Tokens.For(Repo.Installation, null, Stop));
        Town.Do(() => Town.World.Tokens.Remove(first));
        Made(await Town.Mirrors.Fetch(Repo, Stop));
        var second = Made(await Town.Connection.Tokens.For(Repo.Installation, null, Stop));
        Town.Do(() => Town.World.Tokens.Remove(second));
        Made(await Client.Permission(Repo, "ada", Stop));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_push_whose_token_is_never_taken_was_refused_nothing()
    {
        var (main, next) = await Next("src/x.txt");
        var folder = Directory.CreateTempSubdirectory("sluice-mirrors-").FullName;
        await using (
            var shut = new Bot.Git.Mirrors(
                folder,
                new Bot.Git.Signature("sluice[bot]", "sluice@example.invalid"),
                async (repo, _, stop) =>
                    (await Town.Connection.Remote(repo, null, stop)).Map(remote => remote with { Token = "ghs_wrong" }),
                TimeProvider.System
            )
        )
        {
            Assert.IsType<PushAnswer.Later>(await shut.Push(Repo, "sluice/queue/main/b1", next, null, Stop));
            Assert.IsType<Turns.Ports.Answer<Nothing>.Later>(await shut.Fetch(Repo, Stop));
        }

        Directory.Delete(folder, recursive: true);
        Assert.Equal(main, Town.Tip());
    }

    [Theory]
    [InlineData(TokenShape.Short)]
    [InlineData(TokenShape.Long)]
    public async Task Either_shape_of_token_opens_the_door(TokenShape shape)
    {
        Town.Do(() => Town.World.People.Shape = shape);

        Made(await Town.Mirrors.Fetch(Repo, Stop));
        Made(await Client.Permission(Repo, "ada", Stop));
    }

    [Fact]
    public async Task A_suspended_installation_is_told_by_its_name_and_asked_again()
    {
        Town.Do(() => Town.World.People.Suspend(Town.Hub.Installation, Town.World.Accounts["ada"]));

        var later = Assert.IsType<Turns.Ports.Answer<Nothing>.Later>(await Town.Mirrors.Fetch(Repo, Stop));

        Assert.Contains("suspended", later.Why, StringComparison.Ordinal);
    }

    private static Member Member(Pull pull) => new(pull.Number, new Sha(pull.HeadSha), pull.Title, pull.Author.Login);

    /// <summary>A pull's merge onto main, composed and not pushed.</summary>
    private async Task<(Sha Main, Sha Next)> Next(string file)
    {
        var pull = Town.OpenPull("work", file);
        Made(await Town.Mirrors.Fetch(Repo, Stop));
        var main = Town.Tip();
        var composed = await Town.Mirrors.Compose(
            Repo,
            new LaneMove.Compose("b1", "sluice/queue/main/b1", main, [Member(pull)], 1, Noon),
            Stop
        );
        return (main, composed.Candidate!.Value);
    }

    /// <summary>GitHub notices by itself, a little later, that the push brought the pull.</summary>
    private async Task<PullRequest> Merged(int number)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var pull = (await Facts(Client.Pull(Repo, number, patience.Token))).OfType<PullFact>().Single().Pull;
            if (pull.Merged)
            {
                return pull;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}
