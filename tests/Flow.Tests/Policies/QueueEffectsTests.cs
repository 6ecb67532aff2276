using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Queue;
using Pull = Sluice.Flow.Tests.Intake.Pull;

namespace Sluice.Flow.Tests.Policies;

/// <summary>
/// Each key of <c>queue</c> is obeyed: one file beside another that differs in it alone, and a decision that comes out otherwise.
/// </summary>
public sealed class QueueEffectsTests
{
    private static readonly Check Red = new("ci", 1, 15368, CheckState.Failure, null, null, null);

    private static readonly SortedDictionary<string, Effect> Effects = new(StringComparer.Ordinal)
    {
        ["queue.branches"] = new("", "branches: [next]", Asked),
        ["queue.admit"] = new("admit: [label]", "admit: [command]", Asked),
        ["queue.method"] = new("", "method: squash", policy => Lane(policy, Own(1)).Only.Method),
        ["queue.land_by"] = new(
            "method: squash",
            "method: squash, land_by: button",
            policy => Lane(policy, Own(1), Own(2)).Ledger.Builds.Count
        ),
        ["queue.checks"] = new("", "checks: [other]", policy => Lands(policy)),
        ["queue.head"] = new(
            "",
            "head: any",
            policy =>
                Asked(
                    policy,
                    seen => seen with { Rules = BranchRules.None with { Names = [new RequiredCheck("ci", null)] }, Checks = [Red] }
                )
        ),
        ["queue.batch.max"] = new("", "batch: { max: 1 }", policy => Lane(policy, Own(1), Own(2)).Ledger.Builds.Count),
        ["queue.batch.wait"] = new("", "batch: { wait: 2h }", policy => Lane(policy, Own(1)).Ledger.Builds.Count),
        ["queue.preset"] = new(
            "",
            "preset: thrifty",
            policy => Lane(policy, [.. Enumerable.Range(1, 4).Select(number => Own(number) with { Fails = 0.1 })]).Ledger.Builds.Count
        ),
        ["queue.max_wait"] = new(
            "slots: 1",
            "slots: 1, max_wait: 1m",
            policy => Lane(policy, Own(1), Own(2) with { Priority = Priority.High, Since = Values.Noon.AddMinutes(60) }).Place(2).Position
        ),
        ["queue.barrier"] = new(
            "",
            "barrier: [\"build/**\"]",
            policy =>
                new Estimates().PairRateOf(
                    new Overlaps(policy.Queue.Barrier).Between(
                        new Footprint(1, ["build/all.props"], []),
                        new Footprint(2, ["docs/b.md"], [])
                    )
                )
        ),
        ["queue.extra_checks[].for"] = new(
            "extra_checks: [{ for: risk/high, checks: [scan] }]",
            "extra_checks: [{ for: risk/low, checks: [scan] }]",
            policy => Lands(policy)
        ),
        ["queue.extra_checks[].checks"] = new(
            "extra_checks: [{ for: risk/low, checks: [\"ci/*\"] }]",
            "extra_checks: [{ for: risk/low, checks: [scan] }]",
            policy => Lands(policy)
        ),
        ["queue.native"] = new(
            "",
            "native: drive",
            policy => Asked(policy, seen => seen with { Rules = BranchRules.None with { NativeQueue = true } })
        ),
        ["queue.slots"] = new(
            "batch: { max: 1 }, preset: fast",
            "batch: { max: 1 }, preset: fast, slots: 1",
            policy => Lane(policy, Own(1), Own(2)).Ledger.Builds.Count
        ),
        ["queue.weight"] = new("batch: { max: 1 }, preset: fast", "batch: { max: 1 }, preset: fast, weight: 9", policy => Shares(policy)),
        ["queue.timeout"] = new("", "timeout: 10m", policy => Lane(policy, Own(1)).After(TimeSpan.FromMinutes(30)).Ledger.Ended.Count),
        ["queue.retries"] = new("", "retries: 0", policy => Lane(policy, Own(1)).CheckAll(CheckState.Failure).Ledger.Outcomes.Count),
        ["queue.freeze[].cron"] = Frozen("cron: \"0 12 * * *\", for: 2h", "cron: \"0 3 * * *\", for: 2h"),
        ["queue.freeze[].zone"] = Frozen("cron: \"0 12 * * *\", for: 2h", "cron: \"0 12 * * *\", for: 2h, zone: Asia/Tokyo"),
        ["queue.freeze[].for"] = Frozen("cron: \"0 12 * * *\", for: 2h", "cron: \"0 12 * * *\", for: 30m"),
        ["queue.freeze[].except"] = Frozen("cron: \"0 12 * * *\", for: 2h", "cron: \"0 12 * * *\", for: 2h, except: [risk/low]"),
        ["queue.freeze[].reason"] = new(
            "freeze: [{ cron: \"0 12 * * *\", for: 2h }]",
            "freeze: [{ cron: \"0 12 * * *\", for: 2h, reason: stocktaking }]",
            policy => Lane(policy, Own(1)).CheckAll(CheckState.Success).Place(1).Because
        ),
    };

    public static TheoryData<string> Keys => [.. Effects.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Changing_it_changes_a_decision(string key)
    {
        var effect = Effects[key];

        Assert.NotEqual(effect.Decides(Read(effect.Plain)), effect.Decides(Read(effect.Changed)));
    }

    /// <summary>A key that is added without an effect here is one that may have none.</summary>
    [Fact]
    public void Every_key_that_the_reader_knows_has_an_effect()
    {
        var all = SchemaKeys
            .All.Select(key => key.Path)
            .Where(path => path.StartsWith("queue.", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        var leaves = all.Where(path =>
            !all.Exists(other =>
                other.StartsWith($"{path}.", StringComparison.Ordinal) || other.StartsWith($"{path}[]", StringComparison.Ordinal)
            )
        );

        Assert.Equal(leaves.Order(StringComparer.Ordinal), Effects.Keys);
    }

    private static Policy Read(string queue)
    {
        var reading = PolicyReader.Read($"queue: {{ {queue} }}\nflow: {{ approvals: {{ low: 0, medium: 0, high: 0 }} }}\n");
        Assert.Empty(reading.Faults);
        return reading.Policy!;
    }

    private static Effect Frozen(string plain, string changed) =>
        new($"freeze: [{{ {plain} }}]", $"freeze: [{{ {changed} }}]", policy => Lands(policy));

    private static Entry Own(int number) => Values.Entry(number) with { Branch = $"work-{number}" };

    private static Lane Lane(Policy policy, params Entry[] entries)
    {
        var lane = new Lane(entries);
        lane.Seen = lane.Seen with { Policy = policy };
        return lane.Compose();
    }

    private static bool Lands(Policy policy) => Lane(policy, Own(1)).CheckAll(CheckState.Success).Ledger.Landing is not null;

    private static int Shares(Policy policy)
    {
        var lane = new Lane([.. Enumerable.Range(1, 9).Select(Own)]);
        var rival = new RivalLane(9, "main", 0, new SlotClaim(3, 9, Values.Noon));
        return lane.Turn(seen => seen with { Policy = policy, InstallationSlots = 4, Rivals = [rival] }).Ledger.Builds.Count;
    }

    private static object Asked(Policy policy) => Asked(policy, seen => seen);

    private static object Asked(Policy policy, Func<PullSeen, PullSeen> change)
    {
        var standing = PullDecider.Decide(change(Pull.Labelled(Pull.Seen(), Pull.Ada) with { Policy = policy })).Next.Standing;
        return (standing.State, standing.Code);
    }

    /// <param name="Plain">What stands under <c>queue</c>.</param>
    /// <param name="Decides">What comes of a policy.</param>
    private sealed record Effect(string Plain, string Changed, Func<Policy, object?> Decides);
}
