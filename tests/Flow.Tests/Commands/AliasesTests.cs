using Sluice.Flow.Commands;

namespace Sluice.Flow.Tests.Commands;

public sealed class AliasesTests
{
    private static readonly Row<string> All = ["bors", "mergify", "prow"];

    [Theory]
    [InlineData("bors r+", "queue")]
    [InlineData("@bors r=ada", "queue")]
    [InlineData("Bors merge", "queue")]
    [InlineData("bors r-", "dequeue")]
    [InlineData("bors retry", "retry")]
    [InlineData("bors try", "try")]
    [InlineData("bors ping", "status")]
    [InlineData("@mergifyio queue", "queue")]
    [InlineData("@Mergify dequeue", "dequeue")]
    [InlineData("@mergifyio requeue", "retry")]
    [InlineData("/merge", "queue")]
    [InlineData("/hold", "hold")]
    [InlineData("/hold cancel", "release")]
    [InlineData("/unhold", "release")]
    [InlineData("/remove-hold", "release")]
    [InlineData("/retest", "retry")]
    public void What_is_typed_to_other_queues_is_understood_where_it_is_switched_on(string line, string command)
    {
        var read = Assert.Single(CommandReader.Read($"Looks good.\n\n{line}", All));

        Assert.Equal(command, read.GetType().Name.ToLowerInvariant());
        Assert.Empty(CommandReader.Read($"Looks good.\n\n{line}"));
        Assert.Empty(CommandReader.Read($"> {line}\n\n```\n{line}\n```", All));
        Assert.True(CommandReader.MayHold(line));
    }

    [Theory]
    [InlineData("bors is a queue that I liked")]
    [InlineData("bors delegate+")]
    [InlineData("@mergifyio backport stable")]
    [InlineData("/lgtm")]
    [InlineData("/merge-method squash")]
    [InlineData("I said bors r+")]
    public void What_has_no_counterpart_is_left_to_those_it_is_meant_for(string line) => Assert.Empty(CommandReader.Read(line, All));

    [Fact]
    public void One_that_is_switched_on_switches_on_no_other() =>
        Assert.Equal([new Command.Queue(null)], CommandReader.Read("bors r+\n@mergifyio queue\n/merge", ["mergify"]));

    [Fact]
    public void Our_own_commands_stay_what_they_are_beside_them() =>
        Assert.Equal([new Command.Queue(null), new Command.Dequeue()], CommandReader.Read("bors r+\n/sluice dequeue", All));
}
