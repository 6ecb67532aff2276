using System.Net;
using Sluice.Bot.GitHub.Chain;
using Sluice.Flow.Intake;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>A process that stood still finds that others took its turns over: what it was about to make may be there.</summary>
public sealed class PulseTests
{
    private const string Write = "POST /repos/acme/shop/issues/3/comments";
    private const string Nothing = """{"data":{"f0":{"pullRequest":{"comments":{"nodes":[]}}}}}""";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(6);

    [Fact]
    public void Who_beats_on_never_stood_still()
    {
        var clock = new HandClock();
        using var pulse = new Pulse(Longest, clock);
        for (var beat = 0; beat < 10; beat++)
        {
            clock.Advance(Longest);
            Assert.Equal(0, pulse.Stops);
        }

        clock.Advance(Longest + TimeSpan.FromSeconds(1));
        Assert.Equal((1, 1), (pulse.Stops, pulse.Stops));
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(5, 1)]
    public async Task What_waits_for_its_turn_while_the_process_stands_still_is_not_written(int step, int written)
    {
        var wire = Ready(new RateLimits(NotifiesPerMinute: 1, Patience: TimeSpan.FromMinutes(2))).Reply("POST /graphql", Nothing);
        await Comment(wire);
        var waiting = Comment(wire);
        await wire.Clock.SomebodyWaits(TimeSpan.FromMinutes(1));

        for (var gone = 0; gone < 60; gone += step)
        {
            wire.Clock.Advance(TimeSpan.FromSeconds(step));
            _ = wire.Pulse!.Stops;
        }

        var answer = await waiting;
        Assert.Equal(written == 0, answer is Answer<CommentFact>.Later { Undone: true });
        Assert.Equal(1 + written, wire.Asked.Count(asked => asked.What == Write));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PR_3")]
    public async Task What_was_looked_for_before_the_process_stood_still_is_looked_for_again(string node)
    {
        var wire = Ready(new RateLimits());
        wire.Route(
            "POST /graphql",
            _ =>
            {
                wire.Clock.Advance(TimeSpan.FromSeconds(45));
                return Wire.Answer(HttpStatusCode.OK, Nothing);
            }
        );

        var later = Assert.IsType<Answer<CommentFact>.Later>(await Comment(wire, node));

        Assert.True(later.Undone);
        Assert.Contains(Pulse.Says, later.Why, StringComparison.Ordinal);
        Assert.Single(wire.Asked);
    }

    private static Wire Ready(RateLimits limits) =>
        new Wire(limits, Longest).Reply(
            Write,
            """{"id":1,"body":"<!-- sluice -->","user":{"id":990,"login":"sluice[bot]"},"created_at":"2026-11-20T12:00:00Z","updated_at":"2026-11-20T12:00:00Z"}""",
            HttpStatusCode.Created
        );

    private static Task<Answer<CommentFact>> Comment(Wire wire, string node = "") =>
        wire.Client.PutComment(
            Wire.Repo,
            Wire.Pull with
            {
                NodeId = node,
            },
            new PullMove.PutComment(null, "<!-- sluice -->", "<!-- sluice -->\nhello"),
            Wire.Stop
        );
}
