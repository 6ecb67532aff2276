using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Turns;

/// <summary>What GitHub refuses once and takes when it is asked again is no answer to build on.</summary>
public sealed class RefusalTests : TurnTest
{
    /// <summary>Defects reach the canary in these.</summary>
    private static readonly ulong[] Seeds = [3, 12, 151];

    [Theory]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(403)]
    public void A_revert_that_GitHub_would_not_open_at_once_is_opened_all_the_same(int status)
    {
        var refused = 0;
        Ports Refusing(Town town, Ports ports)
        {
            var known = new SortedSet<string>(StringComparer.Ordinal);
            return ports with
            {
                GitHub = Relay.Of(
                    ports.GitHub,
                    call =>
                    {
                        if (call.What != nameof(IGitHub.OpenPull) || !known.Add((string)call.With[1]!))
                        {
                            return call.Through();
                        }

                        refused++;
                        return GustAnswers.Refused(call.Method.ReturnType, "not now", status);
                    }
                ),
            };
        }

        Assert.All(Seeds, seed => Assert.Empty(Storm.Run(seed, plant: Refusing).Violations));
        Assert.True(refused > 0, "no revert was opened in these storms");
    }

    [Fact]
    public async Task An_answer_that_GitHub_refused_for_a_moment_is_given_again()
    {
        var pull = await Open("pears");
        await Store.Fold([WorldFacts.Of(Town.World.Comments.Say(As("ben"), pull, "/sluice status").Value)], Stop);
        var turns = Turns(Once(nameof(IGitHub.React), 409));

        var end = await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);
        Assert.Empty(Answers(pull.Number));
        Assert.InRange(end.WakeAt!.Value - Town.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        await turns.Take(new PullSubject(Repo.Id, pull.Number), Stop);

        Assert.Single(Answers(pull.Number));
    }

    [Theory]
    [InlineData(409, true)]
    [InlineData(403, true)]
    [InlineData(404, false)]
    public async Task A_pull_is_taken_for_gone_only_where_GitHub_says_so(int status, bool open)
    {
        var pull = await Open("pears");
        Town.World.Pulls.Close(pull, Town.World.Accounts["ada"]);

        await Turns(Once(nameof(IGitHub.Pull), status)).Sweep.All(Stop);

        Assert.Equal(open, (await Store.Find<PullFact>(Repo.Id, "", Numbers.Key(pull.Number), Stop))!.Pull.Open);
    }

    [Fact]
    public async Task The_issue_of_a_breaker_that_was_refused_for_a_moment_is_written_later()
    {
        await Store.Fold([WorldFacts.Of(Town.Repo, Town.Installation)], Stop);
        var issues = new BreakerIssues(Store, Once(nameof(IGitHub.PutIssue), 409), Books);

        Assert.IsType<Made.Refused>(
            await issues.Put(Repo, BreakerKind.Deploys, "", "Deployments fail", "Why, and what to do.", true, Stop)
        );
        Assert.Empty(await issues.Of(Repo, Stop));
        await issues.Put(Repo, BreakerKind.Deploys, "", "Deployments fail", "Why, and what to do.", true, Stop);

        Assert.NotNull(Assert.Single(await issues.Of(Repo, Stop)).Number);
    }

    private IEnumerable<string> Answers(int pull) =>
        Town
            .Repo.Comments.Values.Where(comment =>
                comment.Pull!.Number == pull && comment.Body.Contains("<!-- sluice:reply ", StringComparison.Ordinal)
            )
            .Select(comment => comment.Body);

    /// <summary>A GitHub that refuses the first call of a kind.</summary>
    private IGitHub Once(string what, int status)
    {
        var refused = false;
        return Relay.Of<IGitHub>(
            GitHub,
            call =>
            {
                if (call.What != what || refused)
                {
                    return call.Through();
                }

                refused = true;
                return GustAnswers.Refused(call.Method.ReturnType, "not now", status);
            }
        );
    }
}
