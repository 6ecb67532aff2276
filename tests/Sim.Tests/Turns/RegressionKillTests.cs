using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>
/// The process dies once in the life of a regression, before or after a note, a push or a request of its: each of them in turn.
/// </summary>
public sealed class RegressionKillTests
{
    private static readonly string[] Writes = [nameof(IStore.Note), nameof(IGit.Push), nameof(IGitHub.Deploy), nameof(IGitHub.OpenPull)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Killed_at_any_write_the_bot_deploys_rolls_back_and_reverts_once(bool after)
    {
        var writes = 0;
        OneDefect.Run((_, ports) => Around(ports, _ => writes++, _ => { }));
        Assert.InRange(writes, 20, 500);

        Parallel.For(
            0,
            writes,
            fatal =>
            {
                var (count, deaths) = (0, 0);
                void Die(Town town, Call call)
                {
                    deaths++;
                    town.Perils.Life?.Cancel();
                    throw new CrashException(call.FullName);
                }

                var ended = OneDefect.Run(
                    (town, ports) =>
                        Around(
                            ports,
                            call =>
                            {
                                if (count++ == fatal && !after)
                                {
                                    Die(town, call);
                                }
                            },
                            call =>
                            {
                                if (count == fatal + 1 && after && deaths == 0)
                                {
                                    Die(town, call);
                                }
                            }
                        )
                );
                Assert.Equal((fatal, 1), (fatal, deaths));
                Holds(ended, fatal);
            }
        );
    }

    private static EnvironmentLedger Ledger(Town town) =>
        town.Store.Ledger<EnvironmentLedger>(new EnvironmentSubject(town.Repo.Id, "production"), default).Result.Value!;

    private static void Holds(Town town, int fatal)
    {
        var made = town.Repo.Deployments.Values.Select(WorldFacts.Of).Select(fact => fact.Deployment).ToList();
        Assert.Equal((fatal, "canary, rollback, canary, production"), (fatal, string.Join(", ", made.Select(each => each.Payload!.Stage))));
        Assert.True(
            Assert.Single(town.Repo.Pulls.Values, each => each.HeadBranch.StartsWith("sluice/revert/", StringComparison.Ordinal)).IsMerged
        );
        Assert.Equal((null, made[^1].Sha), (Ledger(town).Poison, Ledger(town).LastGood));
        Assert.Empty(town.Referee.Violations);
    }

    private static Ports Around(Ports ports, Action<Call> before, Action<Call> after)
    {
        T Watched<T>(T port)
            where T : class =>
            Relay.Of(
                port,
                call =>
                {
                    if (!Writes.Contains(call.What))
                    {
                        return call.Through();
                    }

                    before(call);
                    var answer = call.Through();
                    after(call);
                    return answer;
                }
            );

        return ports with
        {
            Store = Watched(ports.Store),
            Git = Watched(ports.Git),
            GitHub = Watched(ports.GitHub),
        };
    }
}
