using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>How often GitHub is asked where a check failed.</summary>
public sealed class FailuresTests : TurnTest
{
    private int _asked;

    [Fact]
    public async Task What_was_read_is_not_asked_for_again()
    {
        var failures = Answered(new Answer<Row<CheckNote>>.Made([new CheckNote(7, "src/a.cs", null)]));

        Assert.Equal("src/a.cs", Assert.Single(await Look(failures)).Path);
        Assert.Equal("src/a.cs", Assert.Single(await Look(failures, after: 24 * 60)).Path);

        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task A_refusal_stands_for_ten_minutes_and_then_it_is_asked_again()
    {
        var failures = Answered(new Answer<Row<CheckNote>>.Refused("Resource not accessible by integration", 403));

        Assert.Empty(await Look(failures));
        Assert.Empty(await Look(failures, after: 9));
        Assert.Equal(1, _asked);

        Assert.Empty(await Look(failures, after: 2));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Who_is_told_to_ask_later_asks_then()
    {
        var failures = Answered(new Answer<Row<CheckNote>>.Later(Town.Clock.GetUtcNow().AddMinutes(3), "rate limit"));

        await Look(failures);
        await Look(failures, after: 2);
        Assert.Equal(1, _asked);

        await Look(failures, after: 2);
        Assert.Equal(2, _asked);
    }

    private Failures Answered(Answer<Row<CheckNote>> answer) =>
        new(
            Relay.Of<IGitHub>(
                GitHub,
                call =>
                {
                    Assert.Equal(nameof(IGitHub.Notes), call.What);
                    _asked++;
                    return Task.FromResult(answer);
                }
            ),
            Town.Clock
        );

    private Task<Row<CheckNote>> Look(Failures failures, int after = 0)
    {
        Town.Clock.MoveTo(Town.Clock.GetUtcNow().AddMinutes(after));
        var build = new Build("b", null, null, [], [], BuildKind.Spine, 0, BuildState.Running, Town.Clock.GetUtcNow(), null, null, null);
        return failures.Of(Repo, build, [new Check("ci/test", 7, 1, CheckState.Failure, null, null, null)], Stop);
    }
}
