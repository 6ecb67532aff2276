using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Policies;

public sealed class PolicyReaderTests
{
    private static string Contract => Sample.Text("Policies/contract.yml");

    [Theory]
    [InlineData("")]
    [InlineData("\n# nothing but a remark\n")]
    [InlineData("---\n")]
    [InlineData("version: 1")]
    [InlineData("{}")]
    [InlineData("queue:\nflow:\n")]
    public void A_file_without_settings_is_the_default_policy(string text)
    {
        var reading = PolicyReader.Read(text);

        Assert.Empty(reading.Faults);
        Assert.Equal(Policy.Default, reading.Policy);
    }

    [Fact]
    public void The_contract_s_own_example_reads_without_fault()
    {
        var reading = PolicyReader.Read(Contract);

        Assert.Empty(reading.Faults);
        var policy = reading.Policy!;
        Assert.Equal(["main"], policy.Queue.Branches);
        Assert.Equal(
            new Freeze("0 17 * * FRI", "UTC", TimeSpan.FromHours(63), ["risk/low", "revert"], "weekend"),
            Assert.Single(policy.Queue.Freeze)
        );
        Assert.Equal(Band.High, Assert.Single(policy.Risk.Floors).AtLeast);
        Assert.Equal(new AgentLimits(20, 5, 0.6, 0), policy.Flow.Agents);
        Assert.Equal(new Approvals(0, 1, 2, 1), policy.Flow.Approvals);
        Assert.Equal([5, 25, 50], policy.Canary!.Weights);
        Assert.True(Assert.Single(policy.Canary.Metrics).Critical);
        Assert.Equal(new BudgetPolicy(0.999, TimeSpan.FromDays(28), "prod", "…", "…"), policy.Budget);
        Assert.Equal(new NotifyPolicy(CommentLevel.Outcomes, "ops"), policy.Notify);
    }

    [Fact]
    public void What_the_example_calls_a_default_is_the_default()
    {
        var policy = PolicyReader.Read(Contract).Policy!;

        Assert.Equal(Policy.Default.Queue, policy.Queue with { Branches = [], Freeze = [] });
        Assert.Equal(Policy.Default.Flow, policy.Flow);
        Assert.Equal(Policy.Default.Risk, policy.Risk with { Floors = [] });
        Assert.Equal(new CanaryPolicy(), policy.Canary! with { Metrics = [] });
    }

    [Theory]
    [InlineData("queue: { wait: 5m }", "there is no key 'wait' in queue")]
    [InlineData("quueue: {}", "did you mean queue?")]
    public void An_unknown_key_is_a_fault_that_names_the_nearest(string text, string told) =>
        Assert.Contains(told, Assert.Single(PolicyReader.Read(text).Faults).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_not_seen_in_a_key_does_nothing_where_the_fault_is_shown() =>
        Assert.StartsWith(
            "there is no key ' key   '; ",
            Assert.Single(PolicyReader.Read("\u202Ekey\u2066\u200F\u061C: 1\n").Faults).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_fault_of_a_file_is_told_at_once_in_its_order()
    {
        var reading = PolicyReader.Read(
            """
            version: 2
            queue:
              slots: many
              admitt: [label]
            canary:
              bake: { min: 2h, max: 1h }
            """
        );

        Assert.Null(reading.Policy);
        Assert.Equal([(1, 10), (3, 10), (4, 3), (6, 16)], reading.Faults.Select(fault => (fault.Line, fault.Column)));
    }

    [Fact]
    public void Duration_notations_are_read()
    {
        var policy = PolicyReader.Read("queue: { timeout: 1h30m, max_wait: 2d, batch: { wait: 90s } }").Policy!;

        Assert.Equal(
            (TimeSpan.FromMinutes(90), TimeSpan.FromHours(48), TimeSpan.FromSeconds(90)),
            (policy.Queue.Timeout, policy.Queue.MaxWait, policy.Queue.BatchWait)
        );
    }

    [Fact]
    public void A_range_inside_a_label_matcher_is_no_range_of_time() =>
        Assert.Empty(PolicyReader.Read(Metric("""sum(increase(e{path=~"/v[1-9m]+[5m]"}[$tick]))""")).Faults);

    [Fact]
    public void A_query_with_a_range_of_its_own_is_a_fault() =>
        Assert.Contains(
            "[$tick]",
            Assert.Single(PolicyReader.Read(Metric("sum(increase(e[5m]))")).Faults).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_length_of_the_bake_is_none_of_a_look() =>
        Assert.Contains(
            "has $bake: write $tick",
            Assert.Single(PolicyReader.Read(Metric("sum(increase(e[$bake]))")).Faults).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_is_accepted_as_a_pattern_never_breaks_the_matcher()
    {
        var dice = 12345u;
        const string Letters = "ab/*?[]!-.{}\\^ ";
        for (var round = 0; round < 4000; round++)
        {
            var text = new string([
                .. Enumerable
                    .Range(0, 1 + (round % 9))
                    .Select(_ => Letters[(int)((dice = (dice * 1664525) + 1013904223) >> 16) % Letters.Length]),
            ]);
            var reading = PolicyReader.Read($"queue: {{ barrier: [\"{text.Replace("\\", "\\\\", StringComparison.Ordinal)}\"] }}");
            if (reading.Policy is { } policy)
            {
                Glob.Parse(policy.Queue.Barrier[0]).IsMatch("a/b.c");
            }
        }
    }

    [Fact]
    public void A_damaged_file_ends_in_faults_with_places_and_never_in_an_exception()
    {
        var dice = 99u;
        uint Next(int below) => ((dice = (dice * 1664525) + 1013904223) >> 8) % (uint)below;
        const string Noise = ":-[]{}#&*!|>'\"%@`,?\t\n\r \0\u0085\u2028a1é😀";
        for (var round = 0; round < 800; round++)
        {
            var text = Contract.ToCharArray();
            for (var hits = 0; hits <= round % 5; hits++)
            {
                text[Next(text.Length)] = Noise[(int)Next(Noise.Length)];
            }

            var reading = PolicyReader.Read(new string(text)[..(int)(1 + Next(text.Length))]);
            Assert.Equal(reading.Policy is null, reading.Faults.Count > 0);
            Assert.All(reading.Faults, fault => Assert.True(fault is { Line: > 0, Column: > 0, Message.Length: > 10 }, fault.ToString()));
        }
    }

    private static string Metric(string query) =>
        $"canary: {{ metrics: [{{ name: e, source: prod, canary: '{query}', baseline: b, canary_exposure: c, baseline_exposure: d }}] }}";
}
