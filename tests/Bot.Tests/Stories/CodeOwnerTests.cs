using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

public sealed class CodeOwnerTests(TestPostgres server)
{
    [Fact]
    public async Task What_GitHub_asks_of_nobody_who_lands_around_its_rules_the_bot_asks_itself()
    {
        await using var story = await Story.Begin(server);
        story.Folk.PushToMain(".github/CODEOWNERS", "/pay/   @acme/payments\n/docs/  @dan # words\n");
        story.Hub.World.Do(() =>
        {
            story.Hub.Shop.Owner.Teams["payments"] = ["ben"];
            story
                .Hub.World.Rules.Add(
                    story.Hub.Shop,
                    "reviews",
                    story.Hub.World.Accounts["ada"],
                    new Rule.PullRequest(1, DismissStale: true, CodeOwners: true)
                )
                .Bypass.Add(new BypassActor("Integration", story.Hub.App.Id));
            return true;
        });
        await story.WithBot();

        var words = story.Folk.Queue(story.Folk.Open("docs/new.md"));
        var pay = story.Folk.Open("pay/card.txt");
        story.Folk.Approve(pay, by: "ben");
        story.Folk.Label(pay);
        var free = story.Folk.Queue(story.Folk.Open("src/free.txt"));
        await story.UntilLanded(free);
        await story.Until(
            () => Says(story, words, "approval is missing") && Says(story, pay, "approval is missing"),
            "both wait for an owner"
        );
        Assert.Contains("`docs/new.md` (`@dan`)", story.Screen.Check(words)!.Summary, StringComparison.Ordinal);
        Assert.Contains("Members: read", story.Screen.Check(pay)!.Summary, StringComparison.Ordinal);
        Assert.False(words.IsMerged || pay.IsMerged);

        story.Folk.Approve(words, by: "dan");
        await story.UntilLanded(words);
    }

    [Fact]
    public async Task A_teams_member_approves_for_it_where_the_App_may_see_members()
    {
        await using var story = await Story.Begin(server);
        story.Folk.PushToMain("CODEOWNERS", "* @acme/payments\n");
        story.Hub.World.Do(() =>
        {
            story.Hub.Installation.Permissions["members"] = Access.Read;
            story.Hub.Shop.Owner.Teams["payments"] = ["ben"];
            story
                .Hub.World.Rules.Add(story.Hub.Shop, "reviews", story.Hub.World.Accounts["ada"], new Rule.PullRequest(1, CodeOwners: true))
                .Bypass.Add(new BypassActor("Integration", story.Hub.App.Id));
            return true;
        });
        await story.WithBot();

        var pull = story.Folk.Queue(story.Folk.Open("pay/card.txt"));
        await story.Until(() => Says(story, pull, "approval is missing"), "ada is of no such team");
        story.Folk.Approve(pull, by: "ben");
        await story.UntilLanded(pull);
    }

    private static bool Says(Story story, Pull pull, string title) =>
        story.Screen.Check(pull)?.Title?.Contains(title, StringComparison.Ordinal) == true;
}
