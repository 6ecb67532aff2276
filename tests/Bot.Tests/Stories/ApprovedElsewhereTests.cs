using Sluice.Bot.Tests.Store;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A head that was approved for what it brings to one branch, and then brings more to another.</summary>
public sealed class ApprovedElsewhereTests(TestPostgres server)
{
    private const string Hidden = "docs/hidden.md";

    private const string Asking = "version: 1\nflow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n";

    [Fact]
    public async Task What_is_aimed_at_main_after_it_was_approved_on_a_branch_that_hid_most_of_it_waits_for_an_approval_of_all()
    {
        await using var story = await (await Story.Begin(server, Asking)).WithBot();
        story.Hub.World.Do(() =>
            story
                .Hub.World.Refs.CommitTo(
                    story.Folk.As("cleo"),
                    story.Hub.Shop,
                    "work",
                    "Write\n",
                    [KeyValuePair.Create(Hidden, (string?)"nobody looked\n")]
                )
                .OrThrow()
        );
        var pull = story.Folk.OpenBranch("cleo/tiny", "docs/tiny.md", onto: "work", from: "work");
        story.Folk.Approve(pull);
        await story.Until(() => pull.Labels.ContainsKey("risk/low"), "it is assessed");

        await story.UntilLaterThan(story.Hub.World.Now);
        story.Hub.World.Do(() => story.Hub.World.Pulls.Edit(story.Folk.As("cleo"), pull, new PullEdit(Base: "main")).OrThrow());
        story.Folk.Label(pull);
        await story.Until(() => story.Screen.Check(pull)?.Title == "Waiting: approval is missing", "it waits for an approval");
        Assert.Contains("`ada` approved it when it brought less", story.Screen.Check(pull)!.Summary!, StringComparison.Ordinal);
        Assert.Null(story.Screen.OnMain(Hidden));

        await story.UntilLaterThan(story.Hub.World.Now);
        story.Folk.Approve(pull);
        await story.UntilLanded(pull);
    }
}
