using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Flow.Policies;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Flow.Tests.Policies;

/// <summary>What editors are told of sluice.yml. <c>SLUICE_GOLDEN=write</c> writes the copy anew.</summary>
public sealed partial class SchemaTests
{
    private const string Golden = "tests/Flow.Tests/Policies/sluice.schema.json";

    [Fact]
    public void It_is_as_it_was_reviewed()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_GOLDEN") == "write")
        {
            File.WriteAllText(House.At(Golden), PolicySchema.Text() + "\n");
        }

        Assert.Equal(File.ReadAllText(House.At(Golden)), PolicySchema.Text() + "\n");
    }

    /// <summary>The tables of the reference stand between two marks.</summary>
    [Fact]
    public void The_reference_in_the_docs_has_every_key_as_the_reader_knows_it()
    {
        const string page = "docs/configuration.md",
            begin = "<!-- every key -->\n",
            end = "<!-- end of the keys -->";
        var text = File.ReadAllText(House.At(page));
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("SLUICE_GOLDEN") == "write")
        {
            File.WriteAllText(House.At(page), text[..from] + SchemaKeys.Tables() + text[to..]);
        }

        Assert.Equal(SchemaKeys.Tables(), File.ReadAllText(House.At(page))[from..^(text.Length - to)]);
    }

    [Fact]
    public void Every_key_is_explained_and_nothing_else_is()
    {
        var keys = SchemaKeys.All.ToList();

        Assert.Equal(keys.Select(key => key.Path).Order(StringComparer.Ordinal), Legend.Paths);
        Assert.All(keys, key => Assert.False(string.IsNullOrEmpty((string?)key.Shape["description"]), key.Path));
    }

    [Fact]
    public void It_knows_every_key_that_a_reading_asks_for()
    {
        var known = SchemaKeys.All.Select(key => key.Path).ToList();
        var read = PolicyReader.Read(Sample.Text("Policies/contract.yml")).Settings.Select(setting => Index().Replace(setting.Key, "[]"));

        Assert.Empty(read.Except(known));
    }

    /// <summary>What stands there as a default is what a file without the key gets.</summary>
    [Fact]
    public void Its_defaults_are_the_readers()
    {
        var read = PolicyReader
            .Read("canary: {}")
            .Settings.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);

        Assert.All(
            SchemaKeys.All.Where(key => key.Shape["default"] is not null && read.ContainsKey(key.Path)),
            key =>
                Assert.Equal(
                    read[key.Path],
                    key.Shape["default"] is JsonArray list ? $"[{string.Join(", ", list)}]" : key.Shape["default"]!.ToString()
                )
        );
        Assert.Equal("auto", (string?)SchemaKeys.Schema["properties"]!["queue"]!["properties"]!["checks"]!["default"]);
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("README.md")]
    [InlineData("docs/moving.md")]
    public void Every_example_of_the_file_in_the_docs_reads_without_fault(string page)
    {
        var examples = Example()
            .Matches(File.ReadAllText(House.At(page)))
            .Select(match => match.Groups[1].Value)
            .Concat(Inline().Matches(File.ReadAllText(House.At(page))).Select(match => match.Groups[1].Value))
            .ToList();

        Assert.True(page != "docs/configuration.md" || examples.Count >= 2, "the page has examples");
        Assert.All(examples, example => Assert.Empty(PolicyReader.Read(example).Faults));
    }

    [Fact]
    public void The_example_of_a_freeze_in_the_docs_reads_without_fault()
    {
        var freeze = Assert.Single(Freeze().Matches(File.ReadAllText(House.At("docs/configuration.md")))).Value.Trim('`');

        Assert.Empty(PolicyReader.Read($"queue:\n  freeze:\n    - {freeze}\n").Faults);
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
