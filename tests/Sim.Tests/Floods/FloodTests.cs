using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Floods;

/// <summary>The regulator with the shipped turns in virtual time: one agent floods, three people work.</summary>
public sealed class FloodTests
{
    private const double Share = 0.6;

    private const string Policy = """
        version: 1
        queue: { batch: { max: 4 }, slots: 2, timeout: 30m }
        flow:
          agents: { open: 100, queued: 5, share: 60% }
          authors: { queued: 100 }
          approvals: { low: 0, medium: 0, high: 0, agent: 0 }
        canary:
          weights: [50]
          bake: { min: 3m, max: 20m }
          every: 30s
          metrics:
            - { name: errors, source: prod, canary: 'c', baseline: 'b', canary_exposure: 'ce', baseline_exposure: 'be', critical: true }
          revert_reviews: skip
          reverts_per_day: 100
        """;

    private readonly Town _town = new(5);
    private readonly List<int> _landed = [];

    [Fact]
    public void Sixty_pulls_of_an_agent_wait_with_a_place_and_people_land_within_the_bound()
    {
        Begin();
        var people = new List<int>();
        for (var second = 0; second < 120; second += 2)
        {
            _town.Agenda.After(TimeSpan.FromSeconds(second), () => Open("claude/fix", "ada"));
        }

        foreach (var (by, second) in new[] { ("bo", 40), ("cy", 70), ("dan", 100) })
        {
            _town.Agenda.After(TimeSpan.FromSeconds(second), () => people.Add(Open("work", by)));
        }

        Pass(TimeSpan.FromMinutes(3));
        var lane = Lane();
        Assert.Equal(63, _town.Repo.Pulls.Count);
        Assert.True(lane.Outside.Count >= 50, $"{lane.Outside.Count} wait outside");
        Assert.Equal(Enumerable.Range(1, lane.Outside.Count), lane.Outside.Select(outsider => outsider.Place));
        Assert.DoesNotContain(lane.Outside, outsider => people.Contains(outsider.Number));

        Pass(TimeSpan.FromMinutes(10)); // each has looked again by itself
        foreach (var outsider in Lane().Outside)
        {
            var standing = Ledger(outsider.Number).Standing;
            Assert.Equal((PullState.Waiting, Code.WipLimit), (standing.State, standing.Code));
            Assert.True(standing is { Position: > 0, RetryAfter: not null }, $"#{outsider.Number} {standing}");
        }

        PassUntil(() => people.TrueForAll(_landed.Contains), TimeSpan.FromHours(6));
        var agentsBefore = _landed.IndexOf(people.MaxBy(_landed.IndexOf)) - 2;
        Assert.True(
            agentsBefore <= 5 + Math.Ceiling(3 / (1 - Share)),
            $"{agentsBefore} pulls of the agent landed before the last person's: {string.Join(' ', _landed)}"
        );

        PassUntil(() => _landed.Count == 63, TimeSpan.FromHours(48));
        Assert.Empty(_town.Referee.Violations);
    }

    [Fact]
    public void Clean_landings_widen_the_limit_and_a_revert_halves_it()
    {
        Begin();
        for (var i = 0; i < 12; i++)
        {
            Open("claude/fix", "ada");
        }

        PassUntil(() => _landed.Count >= 6, TimeSpan.FromHours(12));
        var wide = LimitOfNext();
        Assert.Equal((0, Math.Min(20, 5 + wide.Clean), true), (wide.Harmful, wide.Limit, wide.Clean >= 6));

        var bad = Open("claude/bad", "ada", "defect/1.txt");
        PassUntil(() => Ledger(bad).Standing.State == PullState.Reverted, TimeSpan.FromHours(24));
        var halved = LimitOfNext();
        Assert.Equal(1, halved.Harmful);
        Assert.InRange(halved.Limit, 1, ((5 + halved.Clean) / 2) + 1);
        Assert.True(halved.Limit < wide.Limit, $"{halved} after {wide}");
        Assert.Empty(_town.Referee.Violations);
    }

    private Allowance LimitOfNext()
    {
        Open("claude/next", "ada");
        PassUntil(() => Lane().Limits.Any(limit => limit.Kind == PartyKind.Agent), TimeSpan.FromMinutes(10));
        return Lane().Limits.Single(limit => limit.Kind == PartyKind.Agent);
    }

    private LaneLedger Lane() => _town.Store.Ledger<LaneLedger>(new LaneSubject(_town.Repo.Id, "main"), default).Result.Value!;

    private PullLedger Ledger(int number) =>
        _town.Store.Ledger<PullLedger>(new PullSubject(_town.Repo.Id, number), default).Result.Value ?? PullLedger.New;

    private void Begin()
    {
        _town.Ci.Flakes = 0;
        foreach (var login in new[] { "bo", "cy", "dan" })
        {
            _town.World.People.User(login);
            _town.Repo.Collaborators[login] = Role.Write;
        }

        _town
            .World.Refs.CommitTo(As("ada"), _town.Repo, "main", "Set limits", [KeyValuePair.Create(".github/sluice.yml", (string?)Policy)])
            .OrThrow();
        _town.World.Subscribe(happened =>
        {
            if (happened is WorldEvent.PullRequest { What: "closed", Pull: { IsMerged: true } pull })
            {
                _landed.Add(pull.Number);
            }
        });
        Pass(TimeSpan.FromMinutes(1));
    }

    private int Open(string branch, string by, string? path = null)
    {
        var name = $"{branch}-{_town.Repo.NextNumber}";
        _town
            .World.Refs.CommitTo(
                As(by),
                _town.Repo,
                name,
                "Work",
                [KeyValuePair.Create(path ?? $"good/{name}.txt", (string?)$"{name}\n")],
                "main"
            )
            .OrThrow();
        var pull = _town.World.Pulls.Open(As(by), _town.Repo, new PullDraft(name, name, "main")).OrThrow();
        _town.World.Labels.Put(As(by), pull, ["queue"]).OrThrow();
        return pull.Number;
    }

    private void Pass(TimeSpan time) => _town.RunUntil(_town.Clock.GetUtcNow() + time);

    private void PassUntil(Func<bool> isSo, TimeSpan most)
    {
        var end = _town.Clock.GetUtcNow() + most;
        while (!isSo())
        {
            Assert.True(
                _town.Clock.GetUtcNow() < end,
                $"it did not come to that: {string.Join(' ', _landed)}\n{string.Join('\n', _town.Story.TakeLast(20))}"
            );
            Pass(TimeSpan.FromMinutes(1));
        }
    }

    private Caller.User As(string login) => new(_town.World.Accounts[login]);
}
