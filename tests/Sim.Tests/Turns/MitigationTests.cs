using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Environments;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>How soon users are out of harm's way, where each call of a port takes its time.</summary>
public sealed class MitigationTests
{
    private static readonly TimeSpan ByGitHub = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan ByGit = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan ByStore = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan BySource = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task The_way_back_is_asked_for_within_a_second_of_the_verdict_and_the_revert_is_open_within_ten()
    {
        var town = OneDefect.Run(Slow);

        var ledger = (
            await town.Store.Ledger<EnvironmentLedger>(
                new EnvironmentSubject(town.Repo.Id, "production"),
                TestContext.Current.CancellationToken
            )
        ).Value!;
        var verdict = Assert.Single(ledger.Past, canary => canary.Taken.Count > 0).Verdict!.At;
        var back = Assert.Single(town.Repo.Deployments.Values, made => WorldFacts.Of(made).Deployment.Payload?.Stage == "rollback");
        var revert = Assert.Single(town.Repo.Pulls.Values, each => each.HeadBranch.StartsWith("sluice/revert/", StringComparison.Ordinal));
        Assert.InRange(back.CreatedAt - verdict, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        Assert.InRange(revert.CreatedAt - verdict, back.CreatedAt - verdict, TimeSpan.FromSeconds(10));
        Assert.True(revert.IsMerged);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public async Task A_source_that_cannot_say_where_it_fails_keeps_the_revert_waiting_for_seconds_only(int seconds, bool goesOn)
    {
        var verdict = DateTimeOffset.UnixEpoch;
        var policy = new CanaryPolicy
        {
            Metrics = [new CanaryMetric("errors", "prod", "c", "b", "ce", "be") { Where = new WhereQuery("c", "b") }],
        };
        var canary = new Canary(
            "c1",
            default,
            default,
            [],
            CanaryPhase.RollingBack,
            0,
            verdict,
            verdict.AddMinutes(-3),
            new CanaryVerdict(Verdict.Regressed, 0.9, [], "", verdict)
        )
        {
            Taken = [1],
        };
        var metrics = Relay.Of<IMetrics>(
            new Town(1).Fleet,
            _ => Task.FromResult<Answer<Row<Symptom>>>(new Answer<Row<Symptom>>.Later(verdict.AddMinutes(1), "no answer"))
        );

        var symptoms = await new Symptoms(metrics).Of(
            new Repository(1, "acme", "shop", 1, false, "main"),
            policy,
            canary,
            verdict.AddSeconds(seconds),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(goesOn, symptoms is not null);
    }

    private static Ports Slow(Town town, Ports ports)
    {
        object? After(Call call, TimeSpan time)
        {
            var answer = call.Through();
            town.Clock.MoveTo(town.Clock.GetUtcNow() + time);
            return answer;
        }

        return ports with
        {
            GitHub = Relay.Of(
                ports.GitHub,
                call =>
                {
                    town.Clock.MoveTo(town.Clock.GetUtcNow() + ByGitHub);
                    return call.Through();
                }
            ),
            Git = Relay.Of(ports.Git, call => After(call, call.What is nameof(IGit.Fetch) or nameof(IGit.Push) ? 5 * ByGit : ByGit)),
            Store = Relay.Of(ports.Store, call => After(call, ByStore)),
            Metrics = Relay.Of(ports.Metrics, call => After(call, BySource)),
        };
    }
}
