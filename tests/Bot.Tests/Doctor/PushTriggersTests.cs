using Sluice.Bot.Doctor;

namespace Sluice.Bot.Tests.Doctor;

public sealed class PushTriggersTests
{
    [Theory]
    [InlineData("on: push", true)]
    [InlineData("on: [pull_request, push]", true)]
    [InlineData("on:\n  push:\n", true)]
    [InlineData("'on':\n  push:\n    branches: ['sluice/**']\n", true)]
    [InlineData("on:\n  push:\n    branches: ['**']\n", true)]
    [InlineData("on:\n  push:\n    branches: sluice/queue/**\n", true)]
    [InlineData("on:\n  push:\n    branches-ignore: [main]\n", true)]
    [InlineData("on:\n  push:\n    branches: [main]\n", false)]
    [InlineData("on:\n  push:\n    branches: ['*']\n", false)]
    [InlineData("on:\n  push:\n    branches: ['**', '!sluice/**']\n", false)]
    [InlineData("on:\n  push:\n    branches-ignore: ['sluice/**']\n", false)]
    [InlineData("on:\n  push:\n    tags: ['v*']\n", false)]
    [InlineData("on: pull_request", false)]
    [InlineData("on:\n  merge_group:\n", false)]
    public void A_workflow_runs_for_the_queues_branch_or_not(string workflow, bool runs) =>
        Assert.Equal(runs, PushTriggers.RunsFor(workflow, "sluice/queue/main/1"));

    [Theory]
    [InlineData("{")]
    [InlineData("- a")]
    [InlineData("")]
    public void What_is_no_workflow_says_nothing(string text) => Assert.Null(PushTriggers.RunsFor(text, "main"));

    /// <summary>YAML's document model recurses, and a stack that overflows ends the whole process.</summary>
    [Fact]
    public void What_is_nested_without_end_says_nothing() =>
        Assert.Null(PushTriggers.RunsFor($"on: push\njobs: {new string('[', 100_000)}", "main"));

    [Fact]
    public void A_pattern_that_fits_in_countless_ways_is_told_at_once() =>
        Assert.False(
            PushTriggers.RunsFor(
                $"on:\n  push:\n    branches: ['{string.Concat(Enumerable.Repeat("**[a-z]", 16))}X']\n",
                "sluice/queue/releases-of-the-queue/1"
            )
        );
}
