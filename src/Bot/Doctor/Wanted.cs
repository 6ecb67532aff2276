using System.Text.Json;

namespace Sluice.Bot.Doctor;

/// <summary>What the App has to be allowed and to hear, as <c>app-manifest/manifest.json</c> says.</summary>
internal sealed record Wanted(IReadOnlyList<(string Name, string Access)> Permissions, IReadOnlyList<string> Events)
{
    public static Wanted Read()
    {
        using var manifest = JsonDocument.Parse(typeof(Wanted).Assembly.GetManifestResourceStream("manifest.json")!);
        return new(
            [
                .. manifest
                    .RootElement.GetProperty("default_permissions")
                    .EnumerateObject()
                    .Select(each => (each.Name, each.Value.GetString()!)),
            ],
            [.. manifest.RootElement.GetProperty("default_events").EnumerateArray().Select(each => each.GetString()!)]
        );
    }

    /// <summary>What is missing of it, in words.</summary>
    public IEnumerable<string> Lacks(JsonElement granted)
    {
        foreach (var (name, access) in Permissions)
        {
            var has =
                granted.TryGetProperty("permissions", out var all) && all.TryGetProperty(name, out var level) ? level.GetString() : null;
            if (has is null || (access == "write" && has == "read"))
            {
                yield return $"{name}: {access}";
            }
        }

        var heard = granted.TryGetProperty("events", out var events)
            ? events.EnumerateArray().Select(each => each.GetString()).ToHashSet()
            : [];
        foreach (var name in Events.Where(name => !heard.Contains(name)))
        {
            yield return $"the event {name}";
        }
    }
}
