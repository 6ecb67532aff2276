using System.Text.Json.Nodes;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>One mapping's keys, as a survey finds them.</summary>
internal sealed class Outline
{
    private readonly JsonObject _keys = [];
    private readonly JsonArray _needed = [];
    private readonly SortedDictionary<string, (string Word, bool Usual)> _instead = new(StringComparer.Ordinal);

    public Outline() =>
        Mapping = new JsonObject
        {
            ["type"] = new JsonArray("object", "null"),
            ["additionalProperties"] = false,
            ["properties"] = _keys,
        };

    /// <summary>What JSON Schema says of it; grows with each key.</summary>
    public JsonObject Mapping { get; }

    /// <param name="usual">What it has where it is not written; null or empty: nothing that could be told.</param>
    public void Put(string key, string path, JsonObject shape, JsonNode? usual)
    {
        var told = (Legend.Of(path), (string?)shape["description"]) switch
        {
            (null, var range) => range,
            (var says, null) => says,
            var (says, range) => $"{says} {char.ToUpperInvariant(range[0])}{range[1..]}.",
        };
        shape.Remove("description");
        var known = shape;
        if (_instead.TryGetValue(key, out var other))
        {
            known = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = Value(other.Word) }, shape) };
            usual = other.Usual ? Value(other.Word) : usual;
        }

        if (told is not null)
        {
            known["description"] = told;
        }

        if (usual is not null && usual.ToString().Length > 0 && !IsNeeded(key))
        {
            known["default"] = usual;
        }

        _keys[key] = known;
    }

    /// <summary>Comes before the key itself.</summary>
    public void Instead(string key, string word, bool usual) => _instead[key] = (word, usual);

    public void Demand(string key, string what)
    {
        Mapping["required"] = _needed;
        if (!IsNeeded(key))
        {
            _needed.Add(key);
        }

        if (_keys[key] is JsonObject known && known["description"] is null)
        {
            known["description"] = $"{char.ToUpperInvariant(what[0])}{what[1..]}.";
        }
    }

    private bool IsNeeded(string key) => _needed.Any(known => (string?)known == key);

    private static JsonNode Value(string word) =>
        word switch
        {
            "false" => false,
            "true" => true,
            _ => word,
        };
}
