using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

public sealed class UnfinishedTests
{
    // Each pattern is written so that it does not match itself.
    [Theory]
    [InlineData("T[O]DO|F[I]XME|H[A]CK", "is a promise: do it, or write an issue")]
    [InlineData("Not[I]mplementedException", "is a hole")]
    [InlineData(@"\bSkip[ ]?= ?""", "hides a test: mend it or take it out")]
    [InlineData(@"Assert\.True[(]true\)", "asserts nothing")]
    [InlineData(@"catch(?: \(Exception[^)]*\))?\s*[{]\s*\}", "swallows what went wrong")]
    [InlineData(@"#reg[i]on", "hides that a file holds two ideas")]
    [InlineData(@"Thread[.]Sleep\(", "waits for nothing in particular")]
    [InlineData(@"\basync v[o]id\b", "is awaited by nobody")]
    public void Nothing_unfinished_or_careless_stands_in_the_code(string pattern, string because) =>
        House.HasNo(from path in House.Code from line in Matches(path, pattern) select $"{path}:{line} {because}");

    [Fact]
    public void Nothing_reads_a_clock_that_no_test_can_turn() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("src/", StringComparison.Ordinal)
            from line in Matches(path, @"\bDateTime(?:Offset)?[.](?:Utc)?Now\b|\bDateTime[.]Today\b")
            select $"{path}:{line} reads the machine's clock: take a TimeProvider"
        );

    [Fact]
    public void Nothing_waits_by_a_clock_that_no_test_can_turn() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("src/Bot/", StringComparison.Ordinal) || path.StartsWith("src/Hub/", StringComparison.Ordinal)
            from line in Matches(path, @"new (?:PeriodicTimer|CancellationTokenSource)\((?:[^,()]|\([^()]*\))+\)")
            select $"{path}:{line} waits by the machine's clock: hand it a TimeProvider"
        );

    private static IEnumerable<int> Matches(string path, string pattern)
    {
        var text = House.Read(path);
        return Regex.Matches(text, pattern).Select(match => text.AsSpan(0, match.Index).Count('\n') + 1);
    }
}
