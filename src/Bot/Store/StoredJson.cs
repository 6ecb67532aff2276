using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>How facts and ledgers are written down. What a column holds already is left out of the body.</summary>
internal static class StoredJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static string Write(object value, Type type) => JsonSerializer.Serialize(value, type, Options);

    public static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"null is stored where a {typeof(T).Name} should be");

    public static Fact ReadFact(string json, Type type, long repo, long stamp) =>
        (Fact?)JsonSerializer.Deserialize(json, type, Options) is { } fact
            ? fact with
            {
                Repo = repo,
                Stamp = stamp,
            }
            : throw new JsonException($"null is stored where a {type.Name} should be");

    /// <summary>
    /// PostgreSQL stores no zero character, and nothing that people write needs one; nor half of a character that takes two, as a cut may
    /// leave it.
    /// </summary>
    public static string Clean(string text)
    {
        var whole = text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;
        return whole.Contains('\0', StringComparison.Ordinal) ? whole.Replace("\0", "", StringComparison.Ordinal) : whole;
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            AllowOutOfOrderMetadataProperties = true, // jsonb sorts an object's keys
            IgnoreReadOnlyProperties = true, // they follow from the others
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutColumns } },
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new CleanText());
        options.MakeReadOnly();
        return options;
    }

    private static void LeaveOutColumns(JsonTypeInfo type)
    {
        if (!typeof(Fact).IsAssignableFrom(type.Type))
        {
            return;
        }

        foreach (var property in type.Properties.Where(property => property.Name is "repo" or "stamp"))
        {
            property.ShouldSerialize = (_, _) => false;
        }
    }

    private sealed class CleanText : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Clean(value));
    }
}
