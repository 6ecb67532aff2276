using Sluice.Bot.Git;
using Sluice.Bot.Tests.GitHub;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>A repository of gigabytes, which is fetched for the first time.</summary>
public sealed class FirstFetchTests : GitTest
{
    private readonly HandClock _clock = new();
    private readonly TaskCompletionSource<Answer<Remote>> _server = new();
    private readonly TaskCompletionSource _asked = new();

    [Fact]
    public async Task Nobody_waits_long_for_it_and_those_who_come_late_not_at_all()
    {
        await using var mirrors = Slow();
        var patient = mirrors.Fetch(Town.Repo, Stop);
        await _asked.Task;
        await _clock.SomebodyWaits(FirstFetch.Moment);
        _clock.Advance(FirstFetch.Moment);

        var told = Assert.IsType<Answer<Nothing>.Later>(await patient);
        Assert.Contains("for the first time, since 12:00:00 UTC", told.Why, StringComparison.Ordinal);
        Assert.True(told.Until > _clock.Now);

        var late = mirrors.Fetch(Town.Repo, Stop);
        Assert.True(late.IsCompleted);
        Assert.IsType<Answer<Nothing>.Later>(await late);
    }

    [Fact]
    public async Task What_it_brings_is_there_for_everybody_and_the_next_are_waited_for()
    {
        await using var mirrors = Slow();
        var patient = mirrors.Fetch(Town.Repo, Stop);
        await _asked.Task;
        _server.SetResult(new Answer<Remote>.Made(new Remote(Town.Server, null)));

        Assert.IsType<Answer<Nothing>.Made>(await patient);
        var next = mirrors.Fetch(Town.Repo, Stop);
        _clock.Advance(FirstFetch.Moment);
        Assert.IsType<Answer<Nothing>.Made>(await next);
        Assert.Equal(Main, await mirrors.Branch(Town.Repo, "main", Stop));
    }

    [Fact]
    public async Task One_that_failed_is_begun_anew()
    {
        await using var mirrors = Slow();
        var patient = mirrors.Fetch(Town.Repo, Stop);
        await _asked.Task;
        _server.SetResult(new Answer<Remote>.Refused("suspended", 403));
        await patient;
        _clock.Advance(FirstFetch.Moment);

        Assert.Equal(new Answer<Nothing>.Refused("suspended", 403), await mirrors.Fetch(Town.Repo, Stop));
    }

    private Mirrors Slow() =>
        new(
            Path.Combine(Town.Home, "slow"),
            new Signature("sluice[bot]", "sluice@example.invalid"),
            (_, _, stop) =>
            {
                _asked.TrySetResult();
                return _server.Task.WaitAsync(stop);
            },
            _clock
        );
}
