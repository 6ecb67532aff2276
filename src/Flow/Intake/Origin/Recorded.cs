using System.Text.Json;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>
/// What tools record of who wrote which lines: git notes under <c>refs/notes/ai</c> (git-ai, <c>authorship/3.0.0</c>) and trace files
/// (Agent Trace 0.1). Whoever may push may write both, so they declare and attest nothing.
/// </summary>
internal static class Recorded
{
    /// <summary>Where Agent Trace keeps its files.</summary>
    private const string TraceFolder = ".agent-trace/";

    private const string NoteSchema = "authorship/";

    private const string Dashes = "\n---\n";

    private const string Unnamed = "an assistant";

    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 32 };

    /// <summary>Whether a path is that of a trace.</summary>
    public static bool IsTrace(string path) =>
        path.StartsWith(TraceFolder, StringComparison.Ordinal)
        && (path.EndsWith(".json", StringComparison.Ordinal) || path.EndsWith(".jsonl", StringComparison.Ordinal));

    /// <summary>The tools that a commit's note names, each once; their own words.</summary>
    public static Row<string> InNote(CommitInfo commit)
    {
        // First the lines of each file, then, after a line of three dashes, what wrote them.
        var note = "\n" + commit.Note?.ReplaceLineEndings("\n");
        var end = note.IndexOf(Dashes, StringComparison.Ordinal);
        if (end < 0)
        {
            return [];
        }

        using var json = Parse(note[(end + Dashes.Length)..]);
        return
            json?.RootElement is { ValueKind: JsonValueKind.Object } root
            && Text(root, "schema_version") is { } schema
            && schema.StartsWith(NoteSchema, StringComparison.Ordinal)
            && Of(root, "prompts") is { ValueKind: JsonValueKind.Object } prompts
            ? prompts.EnumerateObject().Select(prompt => Tool(prompt.Value, "agent_id", "tool")).Distinct(StringComparer.Ordinal).ToRow()
            : [];
    }

    /// <summary>The tools of the records of a trace file that tell of lines by a model; one record a file, or one a line.</summary>
    public static Row<string> InTrace(string text)
    {
        using var whole = Parse(text);
        if (whole is not null)
        {
            return Traced(whole.RootElement).ToRow();
        }

        var tools = new List<string>();
        foreach (var line in text.Split('\n').Where(line => line.StartsWith('{')).Take(200))
        {
            using var record = Parse(line);
            tools.AddRange(record is null ? [] : Traced(record.RootElement).ToRow());
        }

        return tools.Distinct(StringComparer.Ordinal).ToRow();
    }

    private static IEnumerable<string> Traced(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object
        && Many(record, "files")
            .SelectMany(file => Many(file, "conversations"))
            .Any(conversation => IsByModel(conversation) || Many(conversation, "ranges").Any(IsByModel))
            ? [Tool(record, "tool", "name")]
            : [];

    private static bool IsByModel(JsonElement part) =>
        Of(part, "contributor") is { } contributor && Text(contributor, "type") is "ai" or "mixed";

    private static string Tool(JsonElement from, string part, string name) =>
        Of(from, part) is { } tool && Text(tool, name) is { Length: > 0 } text ? text : Unnamed;

    private static JsonElement.ArrayEnumerator Many(JsonElement from, string name) =>
        Of(from, name) is { ValueKind: JsonValueKind.Array } many ? many.EnumerateArray() : default;

    /// <summary>Null: there is none, or half of a character stands in it, which is no text.</summary>
    private static string? Text(JsonElement from, string name)
    {
        try
        {
            return Of(from, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null: it has none, or a name beside it is no text.</summary>
    private static JsonElement? Of(JsonElement from, string name)
    {
        try
        {
            return from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var part) ? part : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null: it is none.</summary>
    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, Bounded);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
