using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>What GitHub's GraphQL tells of its merge queue, as it is read.</summary>
public sealed class NativeQueueReadingTests
{
    private const string Group = "9c1185a5c5e9fc54612808977ee8f548b2258d31";

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_pull_that_is_called_merged_and_not_as_which_commit_is_not_told_of_yet()
    {
        var seen = await Read(
            """{"number":3,"state":"MERGED","mergedAt":"2026-11-20T12:00:00Z","mergeCommit":null,"timelineItems":{"nodes":[]}}"""
        );

        Assert.Equal(new NativePull(3, false, null, Noon, null, null) { Untold = true }, Assert.Single(seen.Pulls));
    }

    [Fact]
    public async Task A_merged_pull_is_told_of_with_its_commit_and_why_it_left()
    {
        var seen = await Read(
            $$$"""{"number":3,"state":"MERGED","mergedAt":"2026-11-20T12:00:00Z","mergeCommit":{"oid":"{{{Group}}}"},"timelineItems":{"nodes":[{"reason":"MERGE","createdAt":"2026-11-20T12:00:00Z"}]}}"""
        );

        Assert.Equal(new NativePull(3, false, new Sha(Group), Noon, "MERGE", Noon), Assert.Single(seen.Pulls));
    }

    [Theory]
    [InlineData("OPEN", true)]
    [InlineData("CLOSED", false)]
    public async Task The_commit_that_GitHub_tries_a_pull_with_is_none_that_it_was_merged_as(string state, bool open)
    {
        var seen = await Read(
            $$$"""{"number":3,"state":"{{{state}}}","mergedAt":null,"mergeCommit":{"oid":"{{{Group}}}"},"timelineItems":{"nodes":[]}}"""
        );

        Assert.Equal(new NativePull(3, open, null, null, null, null), Assert.Single(seen.Pulls));
    }

    [Fact]
    public async Task Entries_come_in_their_order_with_the_group_that_is_tested()
    {
        var seen = await Read(
            "null",
            $$$"""{"position":2,"state":"QUEUED","headCommit":null,"pullRequest":{"number":3}},{"position":1,"state":"AWAITING_CHECKS","headCommit":{"oid":"{{{Group}}}"},"pullRequest":{"number":4}}"""
        );

        Assert.Equal([new NativeEntry(4, 1, "AWAITING_CHECKS", new Sha(Group)), new NativeEntry(3, 2, "QUEUED", null)], seen.Entries);
        Assert.Empty(seen.Pulls);
    }

    private static async Task<NativeSeen> Read(string pull, string entries = "")
    {
        var wire = new Wire().Reply(
            "POST /graphql",
            $$$$"""{"data":{"f0":{"mergeQueue":{"entries":{"nodes":[{{{{entries}}}}]}},"p3":{{{{pull}}}}}}}"""
        );
        return Assert.IsType<Answer<NativeSeen>.Made>(await wire.Client.NativeQueue(Wire.Repo, "main", [3], Wire.Stop)).Value;
    }
}
