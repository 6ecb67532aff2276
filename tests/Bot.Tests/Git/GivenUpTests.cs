using Sluice.Bot.Git;
using Sluice.Bot.Tests.GitHub;
using Sluice.Turns;
using Mirror = Sluice.Bot.Git.Mirror;

namespace Sluice.Bot.Tests.Git;

/// <summary>What git cannot answer in its time.</summary>
public sealed class GivenUpTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-slow-").FullName;
    private readonly HandClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_asked_again_after_a_while_and_not_before()
    {
        using var mirror = new Mirror(new GitProcess("sh"), _home, new Answers(), new GivenUp(_clock));
        var slow = Question("echo asked >> log; sleep 600");

        var first = await Assert.ThrowsAsync<NotNowException>(() => mirror.Recall(slow, Stop));
        var second = await Assert.ThrowsAsync<NotNowException>(() => mirror.Recall(slow, Stop));
        Assert.Equal((_clock.Now + GivenUp.Pause, first.Until), (first.Until, second.Until));
        Assert.Contains("took longer than 1 s and was stopped; it is asked again at 12:10 UTC", second.Message, StringComparison.Ordinal);
        Assert.Equal(1, Asked());

        _clock.Advance(GivenUp.Pause);
        await Assert.ThrowsAsync<NotNowException>(() => mirror.Recall(slow, Stop));
        Assert.Equal(2, Asked());
    }

    [Fact]
    public async Task Others_are_asked_all_the_same()
    {
        using var mirror = new Mirror(new GitProcess("sh"), _home, new Answers(), new GivenUp(_clock));
        await Assert.ThrowsAsync<NotNowException>(() => mirror.Recall(Question("sleep 600"), Stop));

        Assert.Equal("quick", (await mirror.Recall(Question("echo quick"), Stop)).Line);
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private GitCommand Question(string script) => new(_home, "-c", script) { Timeout = TimeSpan.FromSeconds(1) };

    private int Asked() => File.ReadAllLines(Path.Combine(_home, "log")).Length;
}
