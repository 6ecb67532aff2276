using System.Text.Json;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

/// <summary>Reads what a delivery tells, always at the same noon.</summary>
internal static class Reader
{
    public static readonly DateTimeOffset Seen = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Told Read(string kind, JsonElement body) => FactReader.Read(kind, body, Seen);

    public static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
