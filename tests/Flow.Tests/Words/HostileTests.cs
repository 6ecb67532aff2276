using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Whatever a pull, a check or a reason says stays words.</summary>
public sealed partial class HostileTests
{
    private static readonly string[] Pieces =
    [
        "-->",
        "--",
        "<!--",
        "<script>",
        "</sub>",
        "`",
        "```",
        "@octocat",
        "@acme/team",
        "#1",
        "|",
        "[a](http://x)",
        "![i](http://x)",
        "**",
        "\n",
        "\r\n\n",
        "\\",
        "\u202e",
        "\u0000",
        "\ud83d\ude00",
        "\"",
        "&lt;",
        "https://evil.example",
        "www.evil.example",
        "sluice:data",
        "{",
        "}",
        "word ",
        "~~~",
        "- ",
        "1. ",
        "> ",
        "a@b.example",
        "&commat;octocat",
        "&#64;octocat",
        "&#x5b;a&#x5d;&lpar;x&rpar;",
    ];

    private static readonly Row<string> Texts = [.. Enumerable.Range(1, 300).Select(seed => Text(new Dice((ulong)seed)))];

    [Fact]
    public void A_comment_has_its_two_marks_and_no_other_way_out() =>
        Assert.All(
            Texts,
            text =>
            {
                var body = Comments.Status(Telling(text));

                Assert.Equal(2, body.Split("-->").Length - 1);
                Assert.Equal(2, body.Split("<!--").Length - 1);
                Assert.DoesNotContain("<script", Outside(body), StringComparison.OrdinalIgnoreCase);
            }
        );

    [Fact]
    public void Nobody_is_mentioned_and_nothing_is_linked_outside_of_code() =>
        Assert.All(
            Texts,
            text =>
            {
                var outside = Outside(Record().Replace(Comments.Status(Telling(text)) + Explanation.Tree(Telling(text)), ""));

                Assert.DoesNotMatch("@[A-Za-z0-9]", outside);
                Assert.DoesNotMatch("&(?!amp;|lt;|gt;)[#A-Za-z]", outside);
                Assert.DoesNotMatch("https?://(?!ci\\.example)|www\\.", outside);
                Assert.DoesNotContain("![", outside, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void The_record_says_what_was_said_and_is_one_line_of_JSON() =>
        Assert.All(
            Texts,
            text =>
            {
                var record = PullRecord.Json(Telling(text));

                Assert.DoesNotContain('\n', record);
                Assert.DoesNotContain("--", record, StringComparison.Ordinal);
                Assert.Equal(text, JsonDocument.Parse(record).RootElement.GetProperty("checks")[0].GetProperty("name").GetString());
            }
        );

    [Fact]
    public void Nothing_is_longer_than_GitHub_takes()
    {
        var endless = string.Concat(Enumerable.Repeat("endless ", 20_000));
        var telling = Telling(endless[..250]) with
        {
            Assessment = Told.Assessed with { Risk = Told.Assessed.Risk with { Reasons = [.. Enumerable.Repeat(endless, 50)] } },
        };
        telling = telling with
        {
            Standing = telling.Standing with
            {
                Reason = Sentences.Paused(endless),
                Checks = [.. Enumerable.Repeat(telling.Standing.Checks[0], 200)],
            },
        };

        Assert.InRange(Comments.Status(telling).Length, 1, 65_535);
        Assert.EndsWith("-->", Comments.Status(telling), StringComparison.Ordinal);
        Assert.InRange(CheckRun.Text(telling).Length, 1, 65_535);
        Assert.InRange(CheckRun.Summary(telling).Length, 1, 65_535);
    }

    private static Telling Telling(string text) =>
        Told.Of(
            Told.Standing(
                PullState.Ejected,
                Code.ChecksFailed,
                Sentences.ChecksFailed([Told.Broken with { Name = text }], [], text),
                NextAction.FixAndPush
            ) with
            {
                Checks = [Told.Broken with { Name = text, Url = text }, Told.Broken],
            }
        ) with
        {
            Pull = Pull.Seen().Pull with { Title = text },
            Assessment = Told.Assessed with
            {
                Risk = Told.Assessed.Risk with { Reasons = [text] },
                Origin = Told.Assessed.Origin with { Sponsor = text, Evidence = [new Evidence(EvidenceStrength.Declared, text, text)] },
            },
        };

    private static string Outside(string body) => Span().Replace(body, "");

    private static string Text(Dice dice) =>
        string.Concat(Enumerable.Range(0, 1 + dice.Below(12)).Select(_ => Pieces[dice.Below(Pieces.Length)]));

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Span();

    [GeneratedRegex("<!-- sluice:data .*? -->")]
    private static partial Regex Record();
}
