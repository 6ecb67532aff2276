using System.Text.RegularExpressions;
using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>What the docs show works: each example is run.</summary>
public sealed partial class ExamplesTests
{
    public static TheoryData<string, string> Policies =>
        [
            .. from page in House.Files
            where page.EndsWith(".md", StringComparison.Ordinal)
            from example in Shown(page)
            where example.StartsWith("version: ", StringComparison.Ordinal)
            select new TheoryDataRow<string, string>(page, example),
        ];

    /// <summary>Of a policy only what the page is about.</summary>
    public static TheoryData<string, string> Fragments =>
        [
            .. from page in House.Files
            where page.EndsWith(".md", StringComparison.Ordinal)
            from example in Shown(page)
            where Section().IsMatch(example)
            select new TheoryDataRow<string, string>(page, example),
        ];

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_that_the_docs_show_is_read_without_fault(string page, string example) =>
        House.HasNo(PolicyReader.Read(example).Faults.Select(fault => $"{page}: {fault}"));

    [Theory]
    [MemberData(nameof(Fragments))]
    public void A_part_of_a_policy_that_the_docs_show_is_read_without_fault_in_a_policy_that_has_the_rest(string page, string example) =>
        House.HasNo(PolicyReader.Read(Whole(example)).Faults.Select(fault => $"{page}: {fault}"));

    [Fact]
    public void A_part_of_a_policy_that_is_wrong_is_found()
    {
        Assert.Matches(Section(), "# .github/sluice.yml\ncanary:\n  deploi: { by: deployment }\n");
        Assert.Contains(
            "deploi",
            Assert.Single(PolicyReader.Read(Whole("canary:\n  deploi: { by: deployment }\n")).Faults).ToString(),
            StringComparison.Ordinal
        );
    }

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

    private static IEnumerable<string> Shown(string page) => Yaml().Matches(House.Read(page)).Select(match => match.Groups["text"].Value);

    /// <summary>With the least that a policy needs beside it: a canary has metrics.</summary>
    private static string Whole(string fragment)
    {
        const string Metrics =
            "canary:\n  metrics:\n    - { name: errors, source: prod, canary: c, baseline: b, canary_exposure: ce, baseline_exposure: be }\n";
        return "version: 1\n"
            + (
                fragment.Contains("metrics:", StringComparison.Ordinal)
                    ? fragment
                    : fragment.Replace("canary:\n", Metrics, StringComparison.Ordinal)
            );
    }

    [GeneratedRegex(@"\A(?:#[^\n]*\n)*(?:queue|risk|flow|canary|notify|budget):")]
    private static partial Regex Section();

    [GeneratedRegex(@"^```ya?ml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
