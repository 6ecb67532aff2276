using Sluice.Flow.Repo;
using Sluice.Flow.Release;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;
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
    public void The_way_back_is_asked_for_within_a_second_of_the_verdict_and_the_revert_is_open_within_ten()
    {
        var town = new Town(151, Slow);
        town.Deliveries.Weather = Storms.Weather.Calm;
        var ada = new Caller.User(town.World.Accounts["ada"]);
        town.World.Refs.CommitTo(ada, town.Repo, "work", "Work", [KeyValuePair.Create("defect/1.txt", (string?)"bad\n")], "main");
        var pull = town.World.Pulls.Open(ada, town.Repo, new PullDraft("Work", "work", "main")).Value;
        town.World.Labels.Put(ada, pull, ["queue"]);

        town.RunUntil(town.Clock.GetUtcNow().AddHours(2));

        var ledger = town.Store.Ledger<EnvironmentLedger>(new EnvironmentSubject(town.Repo.Id, "production"), default).Result.Value!;
        var verdict = Assert.Single(ledger.Past, canary => canary.Taken.Count > 0).Verdict!.At;
        var back = Assert.Single(town.Repo.Deployments.Values, made => WorldFacts.Of(made).Deployment.Payload?.Stage == "rollback");
        var revert = Assert.Single(town.Repo.Pulls.Values, each => each.HeadBranch.StartsWith("sluice/revert/", StringComparison.Ordinal));
        Assert.InRange(back.CreatedAt - verdict, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        Assert.InRange(revert.CreatedAt - verdict, back.CreatedAt - verdict, TimeSpan.FromSeconds(10));
        Assert.True(revert.IsMerged);
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
            GitHub = Relay.Of(ports.GitHub, call =>
            {
                town.Clock.MoveTo(town.Clock.GetUtcNow() + ByGitHub);
                return call.Through();
            }),
            Git = Relay.Of(ports.Git, call => After(call, call.What is nameof(IGit.Fetch) or nameof(IGit.Push) ? 5 * ByGit : ByGit)),
            Store = Relay.Of(ports.Store, call => After(call, ByStore)),
            Metrics = Relay.Of(ports.Metrics, call => After(call, BySource)),
        };
    }
}
