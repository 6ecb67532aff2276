using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Policies;

/// <summary>Bad files, each with where the fault is and the words that must tell what to do.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("queue: [", 1, "this is not YAML")]
    [InlineData("queue:\n\tslots: 1", 2, "this is not YAML")]
    [InlineData("- a\n- b", 1, "the file is a mapping of keys to values, not a list")]
    [InlineData("hello", 1, "the file is a mapping of keys to values, not 'hello'")]
    [InlineData("a: 1\n---\nb: 2", 2, "second document")]
    [InlineData("mode: normal\nmode: defensive", 2, "the first is on line 1")]
    [InlineData("queue: &q { slots: 1 }", 1, "anchors and aliases")]
    [InlineData("queue: *q", 1, "put what begins with * in quotes")]
    [InlineData("queue:\n  barrier: [**/migrations/**]", 2, "such as \"**/migrations/**\"")]
    [InlineData("queue:\n  checks: [*]", 2, "put what begins with * in quotes")]
    [InlineData("queue: !!map { slots: 1 }", 1, "tags are not read")]
    [InlineData("queue:\n  !!binar]y - { na", 1, "cannot be read; quote the values")]
    [InlineData("[a, b]: 1", 1, "a key is a word")]
    [InlineData("queue:\n  branches: [\"a\\0b\"]", 2, "cannot be stored: leave out U+0000")]
    [InlineData("canary: { promote_to: \"prod\\x1b\" }", 1, "leave out U+001B")]
    [InlineData("canary: { promote_to: \"prod\\uD800\" }", 1, "this is not YAML")]
    [InlineData("\"a\\0\": 1", 1, "leave out U+0000")]
    [InlineData("queue: [[[[[[[[[[[[[[1]]]]]]]]]]]]]]", 1, "nested more than")]
    public void What_is_no_YAML_or_too_much_of_it_is_refused(string text, int line, string told) => Tells(text, line, told);

    [Theory]
    [InlineData("version: 2", 1, "version is 1, not '2'")]
    [InlineData("queue: 7", 1, "queue is a mapping of keys to values, not '7'")]
    [InlineData("queue: { branches: main }", 1, "such as [main]")]
    [InlineData("queue: { branches: ['release/*'] }", 1, "names branches, not patterns")]
    [InlineData("queue: { branches: [sluice/queue/main/1] }", 1, "a branch's own name")]
    [InlineData("queue: { branches: [main, main] }", 1, "twice")]
    [InlineData("queue: { branches: [''] }", 1, "texts that are not empty")]
    [InlineData("queue: { admit: [labels] }", 1, "did you mean label?")]
    [InlineData("queue: { admit: [] }", 1, "lets nothing in")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRI', zone: /dev/zero, for: 1h }] }", 1, "no time zone known here")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRI', zone: ../../../dev/zero, for: 1h }] }", 1, "no time zone known here")]
    [InlineData("queue: { land_by: force }", 1, "push or button, not 'force'")]
    [InlineData("queue: { land_by: button }", 1, "write method: squash or rebase, or leave land_by out")]
    [InlineData("queue: { method: ff }", 1, "merge, squash or rebase, not 'ff'")]
    [InlineData("queue: { checks: all }", 1, "auto or a list of patterns")]
    [InlineData("queue: { checks: [] }", 1, "an empty list would land anything")]
    [InlineData("queue: { checks: [auto] }", 1, "write checks: auto, without brackets")]
    [InlineData("queue: { checks: ['ci/{a,b}'] }", 1, "write two patterns")]
    [InlineData("queue: { checks: ['ci/[ab'] }", 1, "holds patterns such as ci/*, and 'ci/[ab' has a [ without its ]")]
    [InlineData("queue: { head: grean }", 1, "did you mean green?")]
    [InlineData("queue: { batch: { max: 0 } }", 1, "queue.batch.max is a whole number from 1 to 256, not '0'")]
    [InlineData("queue: { batch: { max: 1.5 } }", 1, "a whole number")]
    [InlineData("queue: { batch: { wait: 30 } }", 1, "such as 30s, 10m")]
    [InlineData("queue: { batch: { wait: 6h }, max_wait: 1h }", 1, "waits longer than queue.max_wait")]
    [InlineData("queue: { preset: [fast] }", 1, "not a list")]
    [InlineData("queue: { barrier: ['/src/**'] }", 1, "begins with a slash")]
    [InlineData("queue: { barrier: [src/] }", 1, "all that is in a folder is src/**")]
    [InlineData("queue: { barrier: [./src/**] }", 1, "paths begin at the root, such as src/app")]
    [InlineData("queue: { barrier: ['src//**'] }", 1, "paths begin at the root, such as src/app")]
    [InlineData("queue: { barrier: [{ a: b }] }", 1, "a list of single values, not a mapping")]
    [InlineData("queue: { extra_checks: [{ for: origin/human, checks: [x] }] }", 1, "queue.extra_checks[0].for is origin/agent")]
    [InlineData("queue: { extra_checks: [{ for: origin/agent }] }", 1, "names no check")]
    [InlineData("queue: { extra_checks: [{ checks: [x] }] }", 1, "for is missing")]
    [InlineData("queue: { native: ignore }", 1, "stand_aside or drive")]
    [InlineData("queue:\n  slots:\n", 2, "has no value")]
    [InlineData("queue: { slots: 99999999999 }", 1, "from 1 to 64")]
    [InlineData("queue: { timeout: 0s }", 1, "from 1m to 1d")]
    [InlineData("queue: { timeout: 99999999999999999999h }", 1, "a duration")]
    [InlineData("queue: { timeout: 999999999d }", 1, "a duration")]
    [InlineData("queue: { max_wait: 1h999999999w }", 1, "a duration")]
    [InlineData("queue: { timeout: -5m }", 1, "a duration")]
    [InlineData("queue: { retries: -1 }", 1, "from 0 to 5")]
    public void The_queue_tells_what_to_write(string text, int line, string told) => Tells(text, line, told);

    [Theory]
    [InlineData("queue: { freeze: { cron: x } }", "is a list of mappings, each after a dash of its own, not a mapping")]
    [InlineData("queue: { freeze: '0 17 * * FRI' }", "is a list of mappings")]
    [InlineData("queue: { freeze: [{ cron: '0 0 30 FEB *', for: 1h }] }", "never comes: no month among FEB has a day 30")]
    [InlineData("queue: { freeze: [{ cron: '0 0 31 4,6 *', for: 1h }] }", "never comes")]
    [InlineData("queue: { freeze: [{ for: 1h }] }", "cron is missing")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRI' }] }", "for is missing")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * *', for: 1h }] }", "has 4 fields; five are")]
    [InlineData("queue: { freeze: [{ cron: '60 17 * * FRI', for: 1h }] }", "'60' for its minute")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRIDAY', for: 1h }] }", "'FRIDAY' for its day of week")]
    [InlineData("queue: { freeze: [{ cron: '0 5-2 * * *', for: 1h }] }", "'5-2' for its hour")]
    [InlineData("queue: { freeze: [{ cron: '*/0 * * * *', for: 1h }] }", "'*/0' for its minute")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRI', for: 1h, zone: Mars/Olympus }] }", "no time zone known here")]
    [InlineData("queue: { freeze: [{ cron: '0 17 * * FRI', for: 1h, except: [risk/lo] }] }", "did you mean risk/low?")]
    public void A_freeze_tells_what_to_write(string text, string told) => Tells(text, 1, told);

    [Theory]
    [InlineData("risk: { labels: yes }", "true or false, not 'yes'")]
    [InlineData("risk: { floors: [{ at_least: high }] }", "names no path")]
    [InlineData("risk: { floors: [{ paths: ['a/**'] }] }", "at_least is missing")]
    [InlineData("risk: { floors: [{ paths: ['a/**'], at_least: severe }] }", "low, medium or high")]
    [InlineData("risk: { alone: risk/high }", "low, medium or high, not 'risk/high'")]
    [InlineData("mode: careful", "normal or defensive")]
    [InlineData("flow: { agents: { share: 60 } }", "such as 60%")]
    [InlineData("flow: { agents: { share: 160% } }", "from 0% to 100%")]
    [InlineData("flow: { approvals: { low: 3 } }", "fewer approvals than the band below")]
    [InlineData("flow: { adaptive: true }", "false or a mapping")]
    [InlineData("flow: { adaptive: { min: 9, max: 3 } }", "min is above max")]
    [InlineData("flow: { duplicates: true }", "off, comment or hold")]
    [InlineData("budget: { source: prod, errors: e, total: t }", "objective is missing")]
    [InlineData("budget: { objective: 99.9, source: prod, errors: e, total: t }", "such as 99.9%")]
    [InlineData("budget: { objective: 99%, source: prod, errors: e }", "total is missing")]
    [InlineData(
        "budget: { objective: 99%, source: prod, errors: 'e[28d]', total: t }",
        "budget.errors has the range '[28d]': write [$window], for the same query"
    )]
    [InlineData("budget: { objective: 99%, source: prod, errors: e, total: 't[$tick]' }", "budget.total has $tick: write $window")]
    [InlineData("notify: { comments: none }", "all, outcomes or problems")]
    [InlineData("notify: { slack: 'https://hooks.slack.com/services/T0/B0/x' }", "(Notify__Slack__NAME__Url), not an address")]
    [InlineData("notify: { slack: '#deploys' }", "not an address or a channel of Slack's")]
    [InlineData("notify: { webhook: 'https://pager.example/in' }", "(Notify__Webhooks__NAME__Url), not an address")]
    [InlineData("commands: { aliases: [homu] }", "bors, mergify or prow")]
    public void Risk_flow_and_the_rest_tell_what_to_write(string text, string told) => Tells(text, 1, told);

    [Theory]
    [InlineData("canary:", "canary has no value: write keys below it, or {} for a canary with every default")]
    [InlineData("canary: ~", "canary has no value")]
    [InlineData("canary: { promote_to: canary }", "a canary needs one of its own")]
    [InlineData("canary: { environment: production }", "a canary needs one of its own")]
    [InlineData("canary: { environment: Production }", "a canary needs one of its own")]
    [InlineData("canary: { mode: dry }", "act or shadow")]
    [InlineData("canary: { weights: [] }", "at least one")]
    [InlineData("canary: { weights: [25, 5] }", "rise from stage to stage")]
    [InlineData("canary: { weights: [5, 500] }", "from 1 to 100")]
    [InlineData("canary: { bake: { min: 2h } }", "min 2h is longer than max 1h")]
    [InlineData("canary: { bake: { max: 5m } }", "min 10m is longer than max 5m")]
    [InlineData("canary: { every: 1h, bake: { min: 10m, max: 20m } }", "no look at all")]
    [InlineData("canary: { skip: [low] }", "risk/low")]
    [InlineData("canary: { tolerate: 0.9 }", "from 1 to below 1.5")]
    [InlineData("canary: { tolerate: 2 }", "from 1 to below 1.5")]
    [InlineData("canary: { alpha: 0 }", "above 0")]
    [InlineData("canary: { alpha: NaN }", "above 0")]
    [InlineData("canary: { inconclusive: wait }", "auto, ask, promote or rollback")]
    [InlineData("canary: { on_regression: [page] }", "rollback or revert")]
    [InlineData("canary: { metrics: [{ name: e }] }", "source is missing")]
    [InlineData("canary: { metrics: [{ name: e, source: s, check: smoke }] }", "canary.metrics[0].source stands beside check")]
    [InlineData("canary: { metrics: [{ name: e, check: smoke, baseline: b }] }", "canary.metrics[0].baseline stands beside check")]
    [InlineData("canary: { metrics: [{ name: e, check: smoke, weight: 2 }] }", "canary.metrics[0].weight stands beside check")]
    [InlineData(
        "canary: { metrics: [{ name: e, check: smoke, where: { canary: a, baseline: b } }] }",
        "canary.metrics[0].where stands beside check"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: 'http://prom:9090', canary: a, baseline: b, canary_exposure: c, baseline_exposure: d }] }",
        "not an address"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: a, baseline: b, canary_exposure: c, baseline_exposure: d, weight: 0 }] }",
        "above 0"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: 'a[$tik]', baseline: b, canary_exposure: c, baseline_exposure: d }] }",
        "has the range '[$tik]': write [$tick]"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: 'rate(a[$__rate_interval])', baseline: b, canary_exposure: c, baseline_exposure: d }] }",
        "write [$tick]"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: 'a[$window]', baseline: b, canary_exposure: c, baseline_exposure: d }] }",
        "has $window: write $tick"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: a, baseline: b, canary_exposure: c, baseline_exposure: d, owner: acme/shop }] }",
        "as in CODEOWNERS, such as @acme/shop"
    )]
    [InlineData(
        "canary: { metrics: [{ name: e, source: s, canary: a, baseline: b, canary_exposure: c, baseline_exposure: d, routes: [{ route: /a }] }] }",
        "canary.metrics[0].routes[0].paths names no path"
    )]
    [InlineData("canary: { deploy: { workflow: deploy.yml } }", "canary.deploy.workflow is asked for with by: workflow_dispatch alone")]
    [InlineData(
        "canary: { deploy: { by: repository_dispatch, ref: main } }",
        "canary.deploy.ref is asked for with by: workflow_dispatch alone"
    )]
    [InlineData("canary: { deploy: { event: go } }", "canary.deploy.event is asked for with by: repository_dispatch alone")]
    [InlineData("canary: { deploy: { by: workflow_dispatch } }", "canary.deploy.workflow is missing: the file of the workflow")]
    [InlineData(
        "canary: { deploy: { by: workflow_dispatch, workflow: .github/workflows/deploy.yml } }",
        "the name of a file in .github/workflows"
    )]
    [InlineData("canary: { deploy: { by: webhook } }", "deployment, workflow_dispatch or repository_dispatch")]
    [InlineData("canary: { deploy: { timeout: 1s } }", "from 10s")]
    public void The_canary_tells_what_to_write(string text, string told) => Tells(text, 1, told);

    [Fact]
    public void A_metric_s_name_stands_once()
    {
        const string Metric = "{ name: e, source: s, canary: a, baseline: b, canary_exposure: c, baseline_exposure: d }";

        Tells($"canary: {{ metrics: [{Metric}, {Metric}] }}", 1, "holds 'e' twice");
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read_on() => Tells(new string('#', 300_000), 1, "at most 256");

    [Fact]
    public void A_file_of_nothing_but_brackets_ends_at_the_bound() => Tells(new string('[', 200_000), 1, "nested more than");

    [Fact]
    public void A_file_of_nothing_but_faults_tells_the_first_fifty_and_how_many_more_there_are()
    {
        var reading = PolicyReader.Read(string.Join('\n', Enumerable.Range(0, 200).Select(number => $"key{number}: 1")));

        Assert.Equal((50, 150), (reading.Faults.Count, reading.More));
    }

    [Theory]
    [InlineData("queue:\n  method: squish", 2, 11)]
    [InlineData("queue:\n  branches: [main, 'release/*']", 2, 20)]
    [InlineData("risk:\n  floors:\n    - at_least: high\n      paths: []", 4, 14)]
    [InlineData("flow: { adaptive: { min: 9, max: 3 } }", 1, 26)]
    [InlineData("canary: { weights: [25, 5] }", 1, 20)]
    [InlineData("mode: normal\n# caf\uFFFD", 2, 6)]
    public void A_fault_stands_where_the_wrong_value_does(string text, int line, int column)
    {
        var fault = Assert.Single(PolicyReader.Read(text).Faults);

        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("queue: { admit: [labels] }")]
    [InlineData("risk: { floors: [{ paths: ['/a/**'], at_least: high }] }")]
    [InlineData("canary: { weights: [5%, 25%] }", 2)]
    [InlineData("canary: { bake: { min: soon, max: 5m } }")]
    [InlineData("queue: { extra_checks: [{ for: origin/agent, checks: ['ci/{a,b}'] }] }")]
    public void A_value_that_could_not_be_read_is_told_once_and_nothing_is_concluded_from_it(string text, int wrong = 1) =>
        Assert.Equal(wrong, PolicyReader.Read(text).Faults.Count);

    [Fact]
    public void A_last_day_that_only_some_months_have_and_one_beside_a_weekday_come() =>
        Assert.All(
            ["0 0 31 * *", "0 0 29 2 *", "0 0 30 2 FRI"],
            cron => Assert.Empty(PolicyReader.Read($"queue: {{ freeze: [{{ cron: '{cron}', for: 1h }}] }}").Faults)
        );

    [Fact]
    public void What_is_shown_of_a_value_is_cut_between_characters()
    {
        var fault = Assert.Single(PolicyReader.Read($"mode: x{string.Concat(Enumerable.Repeat("😀", 30))}").Faults);

        Assert.DoesNotContain('\ufffd', string.Concat(fault.Message.EnumerateRunes()));
        Assert.Contains("😀…'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lane_is_named_no_longer_than_GitHub_names_a_branch()
    {
        Assert.Empty(PolicyReader.Read($"queue: {{ branches: [{new string('a', 255)}] }}").Faults);
        Tells($"queue: {{ branches: [{new string('a', 256)}] }}", 1, "at most 255 characters");
    }

    private static void Tells(string text, int line, string told)
    {
        var reading = PolicyReader.Read(text);

        Assert.Null(reading.Policy);
        Assert.Contains(reading.Faults, fault => fault.Line == line && fault.Message.Contains(told, StringComparison.Ordinal));
    }
}
