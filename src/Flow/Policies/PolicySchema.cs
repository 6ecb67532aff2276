using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>The JSON Schema of sluice.yml, for editors: what the reader asks for, not a second list beside it.</summary>
public static class PolicySchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text()
    {
        var root = new Fields(null, "", new Notebook(surveys: true));
        PolicyReader.Root(root);
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "Sluice: .github/sluice.yml" };
        foreach (var (key, value) in root.Outline.Mapping)
        {
            schema[key] = value?.DeepClone();
        }

        return schema.ToJsonString(Readable);
    }
}
