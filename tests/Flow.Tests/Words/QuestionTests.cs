using System.Text.RegularExpressions;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Flow.Tests.Words;

/// <summary>
/// People are asked with the command in hand that answers. Where the release asks is read from its source, so that a new question is found
/// by itself.
/// </summary>
public sealed partial class QuestionTests
{
    /// <summary>Said where a canary is put to a person without the word for it on the line.</summary>
    private static readonly string[] Told =
    [
        "CanaryWords.NoRevert",
        "CanaryWords.NotOpened",
        "CanaryWords.RevertIsOut",
        "CanaryWords.Closed",
        "CanaryWords.Untrusted",
    ];

    /// <summary>On such a line, yet no question: what a part could not be composed for stands inside <c>BlameWords.NotTried</c>.</summary>
    private static readonly string[] Within =
    [
        "CanaryWords.NotComposed",
        "CanaryWords.Asks",
        "CanaryWords.Unclear",
        "CanaryWords.Looks",
        "CanaryWords.PromotedBy",
        "CanaryWords.TakenOffBy",
    ];

    private static readonly IReadOnlyList<Saying> Said =
    [
        .. typeof(QuestionTests)
            .Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ISayings)) && type.IsClass)
            .SelectMany(type => ((ISayings)Activator.CreateInstance(type)!).All()),
    ];

    [Fact]
    public void The_source_still_tells_where_people_are_asked() =>
        Assert.Superset(
            new SortedSet<string>(StringComparer.Ordinal)
            {
                "BlameWords.NoneOfThem",
                "BlameWords.BlamesRevert",
                "BlameWords.NotFound",
                "BlameWords.Unclear",
                "BlameWords.OnlyReverts",
                "BlameWords.NotTried",
                "CanaryWords.NotMeasured",
                "CanaryWords.NoDecision",
                "CanaryWords.NoRevert",
                "CanaryWords.NotOpened",
                "CanaryWords.RevertIsOut",
                "CanaryWords.Closed",
            },
            new SortedSet<string>(Asked(), StringComparer.Ordinal)
        );

    [Fact]
    public void Every_question_of_the_release_carries_a_command_that_answers_it() =>
        House.HasNo(
            Asked()
                .SelectMany(question =>
                    Of(question) is { Count: > 0 } said
                        ? said.Where(saying => !saying.Text.Contains("/sluice ", StringComparison.Ordinal))
                            .Select(saying => $"{saying.Name} asks without a command: {saying.Text}")
                        : [$"{question} asks, and no saying shows it"]
                )
        );

    [Fact]
    public void Every_breaker_that_is_open_carries_one() =>
        Assert.All(
            Enum.GetValues<BreakerKind>(),
            kind =>
                Assert.Contains(
                    "`/sluice ",
                    (kind == BreakerKind.GitHub ? Of("BreakerWords.Away") : Of($"BreakerWords.Body.{kind}")).Single().Text,
                    StringComparison.Ordinal
                )
        );

    [Theory]
    [InlineData("Comments.Verdict.NoRevert")]
    [InlineData("Comments.Verdict.Invalid")]
    public void A_verdict_that_leaves_it_to_people_carries_one(string verdict) =>
        Assert.Contains("`/sluice ", Of(verdict).Single().Text, StringComparison.Ordinal);

    private static List<Saying> Of(string name) =>
        [.. Said.Where(saying => saying.Name == name || saying.Name.StartsWith(name + ".", StringComparison.Ordinal))];

    private static IEnumerable<string> Asked() =>
        House
            .Code.Where(path => path.StartsWith("src/Flow/Release/", StringComparison.Ordinal))
            .SelectMany(House.Lines)
            .Where(line => Asks().IsMatch(line))
            .SelectMany(line => Word().Matches(line).Select(word => word.Value))
            .Concat(Told)
            .Except(Within)
            .Distinct()
            .Order(StringComparer.Ordinal);

    /// <summary>A finding, a judgement or a move that puts it to a person, and what goes wrong with a revert that is waited for.</summary>
    [GeneratedRegex(@"Finding\.Ask\(|WouldDo\.Ask,|\bAsk\(seen|\bAsking\(|\bStop\(seen|trouble =|: revert is|NoRevert\(against|NotTried\(")]
    private static partial Regex Asks();

    [GeneratedRegex(@"\b(CanaryWords|BlameWords)\.\w+")]
    private static partial Regex Word();
}
