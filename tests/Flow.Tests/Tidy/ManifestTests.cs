using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>The App asks GitHub for what it uses, and says why for each.</summary>
public sealed partial class ManifestTests
{
    private static readonly JsonElement Manifest = JsonDocument.Parse(House.Read("app-manifest/manifest.json")).RootElement;

    [Fact]
    public void Each_permission_is_in_the_table_with_its_access_and_a_reason() =>
        Assert.Equal(
            Manifest.GetProperty("default_permissions").EnumerateObject().Select(permission => $"{permission.Name} {permission.Value}"),
            Rows(3).Select(row => $"{row[0]} {row[1]}")
        );

    [Fact]
    public void Each_event_is_in_the_table_with_a_reason() =>
        Assert.Equal(
            Manifest.GetProperty("default_events").EnumerateArray().Select(name => name.GetString()!),
            Rows(2).Select(row => row[0])
        );

    [Fact]
    public void A_reason_is_a_reason() => Assert.All(Rows(2).Concat(Rows(3)), row => Assert.InRange(row[^1].Length, 15, 200));

    [Fact]
    public void It_asks_for_no_power_over_rules_workflows_secrets_or_people() =>
        Assert.DoesNotContain(
            Manifest.GetProperty("default_permissions").EnumerateObject(),
            permission => permission.Name is "administration" or "workflows" or "secrets" or "members" or "organization_administration"
        );

    [Fact]
    public void Webhooks_go_where_the_door_is() =>
        Assert.EndsWith("/webhooks", Manifest.GetProperty("hook_attributes").GetProperty("url").GetString(), StringComparison.Ordinal);

    private static IEnumerable<string[]> Rows(int cells) =>
        House
            .Lines("app-manifest/README.md")
            .Where(line => Row().IsMatch(line))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .Where(row => row.Length == cells);

    [GeneratedRegex(@"^\| `\w+` \|")]
    private static partial Regex Row();
}
