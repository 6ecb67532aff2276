using System.Text.Json;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>GitHub's description of its webhooks: is this a body that it could have sent?</summary>
public sealed class HookDescription
{
    private static readonly Lazy<HookDescription> Parsed = new(() => new HookDescription());

    private readonly JsonDocument _document = JsonDocument.Parse(
        File.ReadAllBytes(TestData.At("openapi-webhooks", "generated/api.github.com.json"))
    );

    private readonly SchemaCheck _schemas;

    private HookDescription() => _schemas = new SchemaCheck(_document.RootElement);

    public static HookDescription Instance => Parsed.Value;

    public IEnumerable<string> Faults(string name, string? action, byte[] body)
    {
        var key = (action is null ? name : $"{name}-{action}").Replace('_', '-');
        if (!_document.RootElement.GetProperty("webhooks").TryGetProperty(key, out var webhook))
            return [$"GitHub has no webhook {key}"];
        var schema = webhook
            .GetProperty("post")
            .GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("schema");
        using var value = JsonDocument.Parse(body);
        return [.. _schemas.Faults(schema, value.RootElement).Where(f => !IsNewerThanDescription(f)).Select(fault => $"{key}: {fault}")];
    }

    // The list of events that an App may name in a webhook is older than the events themselves.
    private static bool IsNewerThanDescription(string fault) =>
        fault.Contains(".events[", StringComparison.Ordinal) && fault.Contains("is String repository_ruleset", StringComparison.Ordinal);
}
