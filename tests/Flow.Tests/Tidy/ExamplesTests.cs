using System.Text.RegularExpressions;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>What the docs show works: each example is run.</summary>
public sealed partial class ExamplesTests
{
    public static TheoryData<string, string> Policies =>
        [.. from page in House.Files
            where page.EndsWith(".md", StringComparison.Ordinal)
            from example in Yaml().Matches(House.Read(page)).Select(match => match.Groups["text"].Value)
            where example.StartsWith("version: ", StringComparison.Ordinal)
            select new TheoryDataRow<string, string>(page, example)];

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_that_the_docs_show_is_read_without_fault(string page, string example) =>
        House.HasNo(PolicyReader.Read(example).Faults.Select(fault => $"{page}: {fault}"));

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_default_that_the_docs_show_is_the_default(string page, string example)
    {
        Assert.NotEmpty(page);
        var shown = PolicyReader.Read(example).Policy!;

        Assert.Equal(Policy.Default.Queue with { Branches = shown.Queue.Branches }, shown.Queue);
        Assert.Equal(Policy.Default.Risk with { Floors = shown.Risk.Floors }, shown.Risk);
        Assert.Equal(new CanaryPolicy() with { Metrics = shown.Canary!.Metrics }, shown.Canary);
    }

    [GeneratedRegex(@"^```ya?ml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
