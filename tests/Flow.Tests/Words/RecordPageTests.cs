using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Flow.Tests.Words;

/// <summary>Whoever reads the record by the page of the API finds there what each field of it is.</summary>
public sealed partial class RecordPageTests
{
    [Fact]
    public void Each_field_of_the_record_stands_on_the_page_of_the_API()
    {
        var page = Section().Match(House.Read("docs/api.md")).Value;
        var written = House
            .Files.Where(path => path.StartsWith("tests/Flow.Tests/Words/Golden/", StringComparison.Ordinal))
            .SelectMany(path => Record().Matches(House.Read(path)))
            .SelectMany(match => Fields(JsonNode.Parse(match.Groups["json"].Value)))
            .Distinct()
            .ToList();

        Assert.Superset(new HashSet<string> { "schema", "worth", "culprit", "revert_pull" }, written.ToHashSet());
        House.HasNo(
            from field in written
            where !Regex.IsMatch(page, $"[\"`.]{field}[\"`]")
            select $"docs/api.md, \"A pull request\", says nothing of the field {field}"
        );
    }

    private static IEnumerable<string> Fields(JsonNode? node) =>
        node switch
        {
            JsonObject json => json.SelectMany(each => Fields(each.Value).Prepend(each.Key)),
            JsonArray list => list.SelectMany(Fields),
            _ => [],
        };

    [GeneratedRegex("^## A pull request\n.*?^## ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("<!-- sluice:data (?<json>.*?) -->")]
    private static partial Regex Record();
}
