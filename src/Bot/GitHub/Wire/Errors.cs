using System.Text.Json;

namespace Sluice.Bot.GitHub.Wire;

/// <summary>An answer whose body says nothing that is needed.</summary>
internal sealed record Empty;

internal sealed record ErrorJson(string? Message, JsonElement? Errors)
{
    /// <summary>GitHub writes them as texts or as objects with a resource, a field, a code and sometimes a message.</summary>
    public IEnumerable<string> Details()
    {
        if (Errors is not { ValueKind: JsonValueKind.Array } list)
        {
            return Errors is { ValueKind: JsonValueKind.String } text ? [text.GetString()!] : [];
        }

        return list.EnumerateArray()
            .Take(10)
            .Select(each =>
                each.ValueKind switch
                {
                    JsonValueKind.String => each.GetString()!,
                    JsonValueKind.Object => Text(each, "message")
                        ?? string.Join(' ', new[] { Text(each, "resource"), Text(each, "field"), Text(each, "code") }.OfType<string>()),
                    _ => each.ToString(),
                }
            );
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
