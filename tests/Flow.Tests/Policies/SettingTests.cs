using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Policies;

public sealed class SettingTests
{
    [Theory]
    [InlineData("", "queue: { slots: 4 }", "")]
    [InlineData("", "queue: { slots: 5, timeout: auto }", "queue.timeout 1h→auto, queue.slots 4→5")]
    [InlineData("queue: { checks: [a] }", "", "queue.checks [a]→auto")]
    [InlineData(
        "",
        "flow: { adaptive: false, agents: { share: 12.5% } }",
        "flow.agents.share 60%→12.5%, flow.adaptive →false, flow.adaptive.min 1→, flow.adaptive.max 20→"
    )]
    [InlineData(
        "",
        "risk: { floors: [{ paths: [db/**], at_least: high }] }",
        "risk.floors[0].paths →[db/**], risk.floors[0].at_least →high, risk.floors[0].because →a rule of this repository, risk.floors[0].mode →normal"
    )]
    public void What_two_files_say_differently_is_found_key_by_key(string before, string after, string told)
    {
        var changes = SettingChange.Between(PolicyReader.Read(before).Settings, PolicyReader.Read(after).Settings);

        Assert.Equal(told, string.Join(", ", changes.Select(change => $"{change.Key} {change.Now}→{change.Then}")));
    }

    [Fact]
    public void Every_key_is_told_once() =>
        Assert.DoesNotContain(
            PolicyReader.Read(Sample.Text("Policies/contract.yml")).Settings.GroupBy(setting => setting.Key, StringComparer.Ordinal),
            group => group.Count() > 1
        );
}
