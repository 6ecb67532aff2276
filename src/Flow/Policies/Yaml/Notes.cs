using System.Text.Json.Nodes;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>What a reading notes of each key, and what a survey does.</summary>
internal sealed partial class Fields
{
    /// <summary>What a survey found to be known here.</summary>
    public Outline Outline { get; } = new();

    private T Noted<T>(string key, T value, Func<T, JsonNode> show, Func<JsonObject> shape)
    {
        if (_notes.Surveys)
        {
            Outline.Put(key, Path(key), shape(), show(value));
        }
        else
        {
            _notes.Settings.Add(new Setting(Path(key), Written(show(value))));
        }

        return value;
    }

    private void Demanded(string key, string what)
    {
        if (_notes.Surveys)
        {
            Outline.Demand(key, what);
        }
    }

    private static string Written(JsonNode value) => value is JsonArray list ? $"[{string.Join(", ", list)}]" : value.ToString();

    private static string Spelt<T>(T value, (string Word, T Value)[] words) =>
        words.FirstOrDefault(each => EqualityComparer<T>.Default.Equals(each.Value, value)).Word ?? "";
}
