using System.Text.RegularExpressions;
using Sluice.Flow.Intake.Ci;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What a wildcard in a workflow names.</summary>
public sealed class WildcardTests
{
    [Theory]
    [InlineData("ci/*.sh", "ci/run.sh", true)]
    [InlineData("ci/*.sh", "tools/ci/RUN.SH", true)]
    [InlineData("ci/*.sh", "ci/deep/run.sh", false)]
    [InlineData("ci/*.sh", "xci/run.sh", false)]
    [InlineData("ci/**.sh", "ci/deep/run.sh", true)]
    [InlineData("ci/**/run.sh", "ci/run.sh", false)]
    [InlineData("ci/r?n.sh", "ci/run.sh", true)]
    [InlineData("ci/?", "ci/", false)]
    [InlineData("ci/*", "ci/", true)]
    [InlineData("ci/***", "ci/a/b", true)]
    [InlineData("a*b*c.sh", "a1b2b3c.sh", true)]
    public void A_wildcard_names_what_it_names(string wildcard, string path, bool named) =>
        Assert.Equal(named, Wildcard.Matches(wildcard, path));

    [Fact]
    public void It_agrees_with_the_regular_expression_that_says_the_same()
    {
        var dice = new Dice(5);
        for (var times = 0; times < 3000; times++)
        {
            var (wildcard, path) = ("x/" + Drawn(dice, "ab/*?*"), "x/" + Drawn(dice, "ab/"));
            var says = Regex
                .Escape(wildcard)
                .Replace(@"\*\*", ".*", StringComparison.Ordinal)
                .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
                .Replace(@"\?", "[^/]", StringComparison.Ordinal);

            Assert.True(Regex.IsMatch(path, $"(?:^|/){says}$") == Wildcard.Matches(wildcard, path), $"{wildcard} and {path}");
        }
    }

    private static string Drawn(Dice dice, string letters) =>
        string.Concat(Enumerable.Range(0, dice.Below(7)).Select(_ => letters[dice.Below(letters.Length)]));
}
