using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Flow.Policies;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Flow.Tests.Policies;

/// <summary>What editors are told of sluice.yml. <c>SLUICE_GOLDEN=write</c> writes the copy anew.</summary>
public sealed partial class SchemaTests
{
    private const string Golden = "tests/Flow.Tests/Policies/sluice.schema.json";

    private static readonly JsonObject Schema = JsonNode.Parse(PolicySchema.Text())!.AsObject();

    [Fact]
    public void It_is_as_it_was_reviewed()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_GOLDEN") == "write")
        {
            File.WriteAllText(House.At(Golden), PolicySchema.Text() + "\n");
        }

        Assert.Equal(File.ReadAllText(House.At(Golden)), PolicySchema.Text() + "\n");
    }

    [Fact]
    public void Every_key_is_explained_and_nothing_else_is()
    {
        var keys = Keys(Schema, "").ToList();

        Assert.Equal(keys.Select(key => key.Path).Order(StringComparer.Ordinal), Legend.Paths);
        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty((string?)key.Shape["description"]), key.Path));
    }

    [Fact]
    public void It_knows_every_key_that_a_reading_asks_for()
    {
        var known = Keys(Schema, "").Select(key => key.Path).ToList();
        var read = PolicyReader.Read(Sample.Text("Policies/contract.yml")).Settings.Select(setting => Index().Replace(setting.Key, "[]"));

        Assert.Empty(read.Except(known));
    }

    /// <summary>What stands there as a default is what a file without the key gets.</summary>
    [Fact]
    public void Its_defaults_are_the_readers()
    {
        var read = PolicyReader.Read("canary: {}").Settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);

        Assert.All(
            Keys(Schema, "").Where(key => key.Shape["default"] is not null && read.ContainsKey(key.Path)),
            key => Assert.Equal(read[key.Path], key.Shape["default"] is JsonArray list ? $"[{string.Join(", ", list)}]" : key.Shape["default"]!.ToString()));
        Assert.Equal("auto", (string?)Schema["properties"]!["queue"]!["properties"]!["checks"]!["default"]);
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("README.md")]
    [InlineData("docs/moving.md")]
    public void Every_example_of_the_file_in_the_docs_reads_without_fault(string page)
    {
        var examples = Example().Matches(File.ReadAllText(House.At(page))).Select(match => match.Groups[1].Value).Concat(Inline().Matches(File.ReadAllText(House.At(page))).Select(match => match.Groups[1].Value)).ToList();

        Assert.True(page != "docs/configuration.md" || examples.Count >= 2, "the page has examples");
        Assert.All(examples, example => Assert.Empty(PolicyReader.Read(example).Faults));
    }

    [Fact]
    public void The_example_of_a_freeze_in_the_docs_reads_without_fault()
    {
        var freeze = Assert.Single(Freeze().Matches(File.ReadAllText(House.At("docs/configuration.md")))).Value.Trim('`');

        Assert.Empty(PolicyReader.Read($"queue:\n  freeze:\n    - {freeze}\n").Faults);
    }

    private static IEnumerable<(string Path, JsonObject Shape)> Keys(JsonObject mapping, string path)
    {
        var shapes = mapping["anyOf"] is JsonArray several ? several.OfType<JsonObject>() : [mapping];
        foreach (var shape in shapes)
        {
            foreach (var (key, value) in shape["properties"]?.AsObject() ?? [])
            {
                var at = path.Length == 0 ? key : $"{path}.{key}";
                yield return (at, value!.AsObject());
                foreach (var below in Keys(value.AsObject(), at))
                {
                    yield return below;
                }
            }

            foreach (var below in shape["items"] is JsonObject item ? Keys(item, path + "[]") : [])
            {
                yield return below;
            }
        }
    }

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("`((?:version|queue|risk|mode|flow|canary|budget|notify|commands): \\{.*?\\})`")]
    private static partial Regex Inline();

    [GeneratedRegex("`\\{ cron: .*?\\}`")]
    private static partial Regex Freeze();

    [GeneratedRegex("\\[[0-9]+\\]")]
    private static partial Regex Index();
}
