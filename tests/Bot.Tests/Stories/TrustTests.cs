using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class TrustTests(TestPostgres server)
{
    private const string Asking = "version: 1\nflow:\n  approvals: { low: 1, medium: 1, high: 1, agent: 1 }\n";

    [Fact]
    public async Task A_fork_is_not_queued_by_a_rule_but_by_somebody_who_may_write()
    {
        await using var story = await Story.Begin(server, "version: 1\nqueue: { admit: [label, auto] }\n");
        await story.WithBot();
        var fork = story.Folk.OpenFromFork("docs/guest.md");
        await story.Until(() => fork.Labels.ContainsKey("risk/low"), "the fork's pull is assessed");
        var own = story.Folk.Open("docs/own.md");
        await story.UntilLanded(own);
        Assert.Null(story.Screen.Check(fork));
        Assert.DoesNotContain(story.Screen.Candidates(), commit => story.Screen.In(commit, "docs/guest.md") is not null);

        story.Folk.Label(fork, by: "dan");
        await story.UntilLanded(fork);
        Assert.Equal("new\n", story.Screen.OnMain("docs/guest.md"));
    }

    [Fact]
    public async Task A_head_decides_neither_on_the_policy_nor_on_what_CI_runs()
    {
        await using var story = await Story.Begin(server, Asking);
        await story.WithBot();
        var granting = story.Folk.Open(
            ".github/sluice.yml",
            "version: 1\nqueue: { admit: [auto] }\nflow:\n  approvals: { low: 0, medium: 0, high: 0, agent: 0 }\n"
        );
        var workflow = story.Folk.Queue(story.Folk.Open(".github/workflows/ci.yml", "on: push\njobs: {}\n", by: "dan"));
        await story.Until(
            () => story.Screen.Ended(workflow, "failure") && story.Screen.Code(workflow) == "workflow_permission",
            "the workflow edit is put out"
        );
        await story.Until(() => !workflow.Labels.ContainsKey("queue"), "the label is taken off");

        story.Folk.Label(granting, by: "cleo");
        var other = story.Folk.Queue(story.Folk.Open("docs/other.md"));
        await story.UntilLanded(other);
        await story.Until(() => story.Screen.Check(granting)?.Title == "Waiting: approval is missing", "it waits for an approval");
        Assert.DoesNotContain(story.Screen.Candidates(), commit => commit != other.MergeCommit);
        Assert.Equal(Asking, story.Screen.OnMain(".github/sluice.yml"));
    }
}
