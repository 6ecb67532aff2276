using System.Text.Json;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>The body of a generic endpoint: <c>{"value": 12.5}</c>, with null for no data.</summary>
internal static class JsonAnswer
{
    public static Answer<double> Read(JsonElement body) =>
        body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("value", out var value)
            ? new Answer<double>.Refused("the answer has no \"value\"")
        : value.ValueKind == JsonValueKind.Null ? new Answer<double>.Refused("no data")
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? PrometheusAnswer.Of(number)
        : new Answer<double>.Refused("a value that is no number");
}
