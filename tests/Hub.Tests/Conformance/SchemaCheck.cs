using System.Globalization;
using System.Text.Json;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>
/// Holds a value against a schema of an OpenAPI document: the part of JSON Schema that GitHub's documents use, in the dialects of
/// 3.0 (nullable) and 3.1 (lists of types). Of oneOf, one or more must fit: GitHub's alternatives overlap.
/// </summary>
public sealed class SchemaCheck(JsonElement document)
{
    private readonly Dictionary<string, JsonElement> _resolved = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    public JsonElement Resolve(JsonElement schema)
    {
        while (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$ref", out var reference))
            schema = Find(reference.GetString()!);
        return schema;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        schema = Resolve(schema);
        if (schema.ValueKind != JsonValueKind.Object)
            return;
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
            return;
        if (schema.TryGetProperty("type", out var type) && !IsOfType(type, value))
        {
            faults.Add($"{at} is {Short(value)}, not of type {type}");
            return;
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(a => JsonElement.DeepEquals(a, value)))
            faults.Add($"{at} is {Short(value)}, not one of {string.Join(", ", allowed.EnumerateArray())}");
        Combined(schema, value, at, faults);
        if (value.ValueKind == JsonValueKind.Object)
            Properties(schema, value, at, faults);
        if (value.ValueKind == JsonValueKind.String)
            Text(schema, value.GetString()!, at, faults);
        if (value.ValueKind != JsonValueKind.Array || !schema.TryGetProperty("items", out var items))
            return;
        var index = 0;
        foreach (var item in value.EnumerateArray())
            Check(items, item, string.Create(CultureInfo.InvariantCulture, $"{at}[{index++}]"), faults);
    }

    private void Combined(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var one in all.EnumerateArray())
                Check(one, value, at, faults);
        }

        foreach (var word in new[] { "anyOf", "oneOf" })
        {
            if (!schema.TryGetProperty(word, out var choices))
                continue;
            List<string>? closest = null;
            foreach (var choice in choices.EnumerateArray())
            {
                var tried = new List<string>();
                Check(choice, value, at, tried);
                if (closest is null || tried.Count < closest.Count)
                    closest = tried;
            }

            if (closest is { Count: > 0 })
                faults.Add($"{at} fits no choice of {word}; the closest: {string.Join("; ", closest)}");
        }
    }

    private void Properties(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(n => n.GetString()!).Where(n => !value.TryGetProperty(n, out _)))
                faults.Add($"{at}.{name} is missing");
        }

        var known = schema.TryGetProperty("properties", out var properties);
        var hasMore = schema.TryGetProperty("additionalProperties", out var more);
        foreach (var property in value.EnumerateObject())
        {
            if (known && properties.TryGetProperty(property.Name, out var inner))
                Check(inner, property.Value, $"{at}.{property.Name}", faults);
            else if (hasMore && more.ValueKind == JsonValueKind.False)
                faults.Add($"{at}.{property.Name} is not allowed");
            else if (hasMore && more.ValueKind == JsonValueKind.Object)
                Check(more, property.Value, $"{at}.{property.Name}", faults);
        }
    }

    private static void Text(JsonElement schema, string text, string at, List<string> faults)
    {
        if (schema.TryGetProperty("maxLength", out var longest) && text.Length > longest.GetInt32())
            faults.Add($"{at} is longer than {longest}");
        if (schema.TryGetProperty("minLength", out var shortest) && text.Length < shortest.GetInt32())
            faults.Add($"{at} is shorter than {shortest}");
        if (!schema.TryGetProperty("format", out var format))
            return;
        var fits = format.GetString() switch
        {
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _),
            _ => true,
        };
        if (!fits)
            faults.Add($"{at} is \"{text}\", not in the format {format}");
    }

    private static bool IsOfType(JsonElement type, JsonElement value) =>
        type.ValueKind == JsonValueKind.Array
            ? type.EnumerateArray().Any(one => IsOfType(one, value))
            : type.GetString() switch
            {
                "object" => value.ValueKind == JsonValueKind.Object,
                "array" => value.ValueKind == JsonValueKind.Array,
                "string" => value.ValueKind == JsonValueKind.String,
                "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "number" => value.ValueKind == JsonValueKind.Number,
                "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
                "null" => value.ValueKind == JsonValueKind.Null,
                var other => throw new NotSupportedException($"A schema asks for the type {other}."),
            };

    private JsonElement Find(string reference)
    {
        lock (_gate)
        {
            if (_resolved.TryGetValue(reference, out var known))
                return known;
            var found = document;
            foreach (var part in reference.Split('/').Skip(1))
                found = found.GetProperty(
                    Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
                );
            return _resolved[reference] = found;
        }
    }

    private static string Short(JsonElement value)
    {
        var text = value.ToString();
        return text.Length > 60 ? $"{value.ValueKind} {text[..60]}…" : $"{value.ValueKind} {text}";
    }
}
