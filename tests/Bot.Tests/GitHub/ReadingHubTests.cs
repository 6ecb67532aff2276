using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;
using static Sluice.Bot.Tests.GitHub.HubFixture;
using BranchRules = Sluice.Flow.Repo.BranchRules;
using RequiredCheck = Sluice.Flow.Repo.RequiredCheck;
using ReviewState = Sluice.Flow.Repo.ReviewState;

namespace Sluice.Bot.Tests.GitHub;

public sealed class ReadingHubTests : HubTests
{
    [Fact]
    public async Task The_bot_knows_itself()
    {
        var self = Made(await Client.WhoAmI(Stop));
        await Client.WhoAmI(Stop);

        Assert.Equal(new Self(Town.Hub.App.Id, new Actor(Town.Hub.App.Bot.Id, "sluice[bot]", ActorKind.Bot)), self);
        Assert.Single(Town.Asked.Requests, asked => asked == "GET /app");
    }

    [Fact]
    public async Task Every_repository_that_the_App_reaches_is_found_and_none_of_a_suspended_installation()
    {
        var fact = Assert.IsType<RepositoryFact>(Assert.Single(await Facts(Client.Repositories(Stop))));
        Assert.Equal(Repo, fact.Repository);

        Town.Do(() => Town.World.People.Suspend(Town.Hub.Installation, Town.World.Accounts["ada"]));
        Assert.Empty(await Facts(Client.Repositories(Stop)));
    }

    [Fact]
    public async Task A_page_brings_pulls_with_checks_reviews_labels_and_who_set_them()
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() =>
        {
            Town.World.Reviews.Submit(Town.As("ben"), pull, Hub.Model.ReviewState.Approved, "fine");
            Town.World.Labels.Put(Town.As("ada"), pull, ["queue", "bug"]);
            Town.World.Labels.Take(Town.As("ada"), pull, "bug");
            Town.World.Statuses.Set(Town.As("ada"), Town.Hub.Shop, pull.HeadSha, "success", "lint");
        });
        await Client.PutCheck(Repo, Check(pull, CheckState.Running), Stop);

        var page = Made(await Client.OpenPulls(Repo, null, Stop));

        Assert.Null(page.Next);
        var seen = Assert.Single(page.Facts.OfType<PullFact>()).Pull;
        Assert.Equal(
            (pull.Number, "pears", "main", true, false, false, pull.HeadSha, (long?)Repo.Id),
            (seen.Number, seen.HeadRef, seen.Base, seen.Open, seen.Merged, seen.Draft, seen.Head.Hex, seen.HeadRepo)
        );
        Assert.Equal(new Actor(pull.Author.Id, "cleo"), seen.Author);
        Assert.Equal(["queue"], seen.Labels);
        var review = Assert.Single(page.Facts.OfType<ReviewFact>()).Review;
        Assert.Equal((ReviewState.Approved, "ben", pull.HeadSha), (review.State, review.By.Login, review.Commit?.Hex));
        Assert.Equal(
            ["bug on ada", "queue on ada", "bug off ada"],
            page.Facts.OfType<LabelFact>()
                .Select(fact => $"{fact.Event.Label} {(fact.Event.On ? "on" : "off")} {fact.Event.By.Login}")
                .OrderBy(text => text.Contains("off", StringComparison.Ordinal))
                .ThenBy(text => text)
        );
        var checks = page.Facts.OfType<CheckFact>().OrderBy(fact => fact.Check.Name).ToArray();
        Assert.Equal(["lint", "sluice"], checks.Select(fact => fact.Check.Name));
        Assert.Equal((CheckState.Success, null), (checks[0].Check.State, checks[0].Check.App));
        Assert.Equal((CheckState.Running, Town.Hub.App.Id, "d1"), (checks[1].Check.State, checks[1].Check.App, checks[1].Check.ExternalId));
    }

    [Fact]
    public async Task Who_asked_for_changes_is_read_below_however_many_comments()
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() =>
        {
            Town.World.Reviews.Submit(Town.As("ben"), pull, Hub.Model.ReviewState.ChangesRequested, "no");
            for (var said = 0; said < 60; said++)
            {
                Town.World.Reviews.Submit(Town.As("cleo"), pull, Hub.Model.ReviewState.Commented, "and another thing");
            }
        });

        var reviews = (await Facts(Client.Pull(Repo, pull.Number, Stop))).OfType<ReviewFact>().ToList();

        Assert.Equal("ben", Assert.Single(reviews, fact => fact.Review.State == ReviewState.ChangesRequested).Review.By.Login);
        Assert.Equal(reviews.Count, reviews.DistinctBy(fact => fact.Review.Id).Count());
    }

    [Fact]
    public async Task Webhook_and_page_agree_on_what_REST_says_of_a_check()
    {
        var pull = Town.OpenPull("pears");
        Made(await Client.PutCheck(Repo, Check(pull, CheckState.Failure), Stop));

        var graph = (await Facts(Client.OpenPulls(Repo, null, Stop))).OfType<CheckFact>().Single();
        var rest = (CheckFact)(await Facts(Client.Checks(Repo, new Sha(pull.HeadSha), null, Stop))).Single();

        Assert.Equal(rest.Check, graph.Check);
        Assert.Equal((rest.Key, rest.Parent, rest.Stamp), (graph.Key, graph.Parent, graph.Stamp));
    }

    [Fact]
    public async Task More_than_a_page_of_pulls_is_read_to_the_end()
    {
        var head = Town.Do(() => Town.World.Refs.CommitTo(Town.As("cleo"), Town.Hub.Shop, "branch-0", "work", [new("x", "x\n")]).Value);
        Town.Do(() =>
        {
            for (var number = 1; number <= 103; number++)
            {
                Town.World.Refs.Move(Town.As("cleo"), Town.Hub.Shop, [new RefMove($"refs/heads/branch-{number}", null, head)], "push");
                Town.World.Pulls.Open(Town.As("cleo"), Town.Hub.Shop, new PullDraft("work", $"branch-{number}", "main"));
            }
        });

        var first = Made(await Client.OpenPulls(Repo, null, Stop));
        var second = Made(await Client.OpenPulls(Repo, first.Next, Stop));

        Assert.Equal((100, 3), (first.Facts.OfType<PullFact>().Count(), second.Facts.OfType<PullFact>().Count()));
        Assert.NotNull(first.Next);
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task One_pull_is_read_also_when_it_is_closed_and_a_missing_one_is_refused()
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() => Town.World.Pulls.Edit(Town.As("cleo"), pull, new PullEdit(IsOpen: false)));

        var fact = Assert.Single((await Facts(Client.Pull(Repo, pull.Number, Stop))).OfType<PullFact>());

        Assert.Equal((false, false), (fact.Pull.Open, fact.Pull.Merged));
        Assert.Equal(404, Assert.IsType<Turns.Ports.Answer<FactPage>.Refused>(await Client.Pull(Repo, 4711, Stop)).Status);
    }

    [Fact]
    public async Task Comments_are_read_since_a_time_and_kept_where_they_may_command()
    {
        var pull = Town.OpenPull("pears");
        Town.Do(() =>
        {
            Town.World.Comments.Say(Town.As("ben"), pull, "/sluice queue");
            Town.World.Comments.Say(Town.As("eve"), pull, "nice work");
        });

        var facts = (await Facts(Client.CommentsSince(Repo, TimeProvider.System.GetUtcNow().AddMinutes(-5), Stop)))
            .Cast<CommentFact>()
            .ToArray();

        Assert.Equal(
            [(pull.Number, "ben", "/sluice queue"), (pull.Number, "eve", "")],
            facts.Select(fact => (fact.Number, fact.Comment.By.Login, fact.Comment.Body))
        );
        Assert.Empty(await Facts(Client.CommentsSince(Repo, TimeProvider.System.GetUtcNow().AddMinutes(5), Stop)));
    }

    [Theory]
    [InlineData("ada", Permission.Admin)]
    [InlineData("ben", Permission.Maintain)]
    [InlineData("cleo", Permission.Write)]
    [InlineData("eve", Permission.Read)]
    public async Task What_somebody_may_do_is_asked(string login, Permission permission) =>
        Assert.Equal(permission, Made(await Client.Permission(Repo, login, Stop)).Permission);

    [Fact]
    public async Task Nobody_may_do_nothing() =>
        Assert.Equal(Permission.None, Made(await Client.Permission(Repo, "nobody-here", Stop)).Permission);

    [Fact]
    public async Task Rules_of_rulesets_and_of_classic_protection_are_one()
    {
        Assert.Equal(BranchRules.None, Made(await Client.Rules(Repo, "main", Stop)).Rules);
        Town.Do(() =>
        {
            Town.Hub.Installation.Permissions["administration"] = Access.Read;
            Town.World.Rules.Add(
                Town.Hub.Shop,
                "rules",
                Town.World.Accounts["ada"],
                new Rule.StatusChecks([new("ci/test"), new("ci/lint", 15368)]),
                new Rule.PullRequest(1)
            );
            Town.World.Rules.Protect(
                Town.Hub.Shop,
                "main",
                new Protection { Checks = [new("ci/build")], Approvals = 2 },
                Town.World.Accounts["ada"]
            );
        });

        var rules = Made(await Client.Rules(Repo, "main", Stop)).Rules;

        Row<RequiredCheck> expected = [new("ci/build", null), new("ci/lint", 15368), new("ci/test", null)];
        Assert.Equal(new BranchRules(expected, 2, false, false, false) { Guarded = true }, rules);
    }

    [Fact]
    public async Task Without_the_right_to_read_protection_its_checks_are_seen_all_the_same()
    {
        Town.Do(() =>
        {
            Town.Hub.Installation.Permissions.Remove("administration");
            Town.World.Rules.Protect(Town.Hub.Shop, "main", new Protection { Checks = [new("ci/build")] }, Town.World.Accounts["ada"]);
        });

        Assert.Equal([new RequiredCheck("ci/build", null)], Made(await Client.Rules(Repo, "main", Stop)).Rules.Names);
    }

    [Fact]
    public async Task A_native_queue_and_a_branch_with_slashes_are_seen()
    {
        Town.Do(() =>
        {
            Town.World.Refs.CommitTo(Town.As("ada"), Town.Hub.Shop, "release/1.x", "branch", [new("x", "x")]);
            Town.World.Rules.Add(Town.Hub.Shop, "queue", Town.World.Accounts["ada"], new Rule.MergeQueue())
                .Include.Add("refs/heads/release/1.x");
        });

        Assert.True(Made(await Client.Rules(Repo, "release/1.x", Stop)).Rules.NativeQueue);
    }

    private static Flow.Intake.PullMove.PutCheck Check(Pull pull, CheckState state) =>
        new(null, new Sha(pull.HeadSha), state, "Testing", "summary", "text", "d1");

    [Fact]
    public async Task What_a_branch_asks_of_reviews_is_seen()
    {
        Town.Do(() =>
            Town.World.Rules.Add(
                Town.Hub.Shop,
                "rules",
                Town.World.Accounts["ada"],
                new Rule.PullRequest(0, DismissStale: true, LastPush: true, CodeOwners: true) { TeamOver = ["db/**"] }
            )
        );

        Assert.Equal(
            new BranchRules([], 1, true, false, false)
            {
                DismissStale = true,
                Guarded = true,
                TeamsOver = ["db/**"],
            },
            Made(await Client.Rules(Repo, "main", Stop)).Rules
        );
    }

    [Fact]
    public async Task Who_is_of_a_team_is_told_where_the_App_may_see_that()
    {
        Town.Do(() => Town.Hub.Shop.Owner.Teams["pay"] = ["ben"]);
        Assert.Null(await StandsFor("@acme/pay", "ben"));

        Town.Do(() => Town.Hub.Installation.Permissions["members"] = Access.Read);
        Assert.True(await StandsFor("@acme/pay", "ben"));
        Assert.False(await StandsFor("@acme/pay", "ada"));
        Assert.False(await StandsFor("@acme/none", "ben"));
        Assert.False(await StandsFor("@others/pay", "ben"));
    }

    [Fact]
    public async Task Whose_an_address_is_is_known_by_a_commit_that_was_made_with_it()
    {
        var address = Town.World.Accounts["ben"].Email;
        Assert.Null(await StandsFor(address, "ben"));

        Town.Do(() =>
        {
            var tip = Town.Hub.Shop.Branch("main")!;
            var commit = Town.World.Repos.Commit(Town.Hub.Shop, Town.World.Accounts["ben"], "By ben\n", tip, [new("b.txt", "b")]);
            Assert.Null(
                Town.World.Refs.Apply(Town.Hub.Shop, [new RefMove("refs/heads/main", tip, commit)], Town.World.Accounts["ben"], "push")
            );
        });
        Assert.True(await StandsFor(address, "ben"));
        Assert.False(await StandsFor(address, "ada"));
    }

    private async Task<bool?> StandsFor(string owner, string login) => Made(await Client.StandsFor(Repo, owner, login, Stop)).Is;
}
