using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Release;
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

    [Theory]
    [InlineData("a/```&#64;octocat`.sql")]
    [InlineData("a/``` &commat;octocat `.sql")]
    [InlineData("a/\\`&#64;octocat\\`.sql")]
    [InlineData("a/\\\\`&#64;octocat` `.sql")]
    public void What_only_looks_like_code_mentions_nobody(string text)
    {
        var told = Told.Of(Told.Ejected);
        told = told with { Assessment = Told.Assessed with { Risk = Told.Assessed.Risk with { Reasons = [text] } } };

        Assert.DoesNotMatch("&(?!amp;|lt;|gt;)[#A-Za-z]", Outside(Sentences.Paused(text)));
        Assert.DoesNotMatch("&(?!amp;|lt;|gt;)[#A-Za-z]", Outside(Record().Replace(Comments.Status(told), "")));
    }

    [Fact]
    public void No_backslash_of_others_wakes_a_star() =>
        Assert.DoesNotMatch(@"(?<!\\)(\\\\)*\*", Outside(Sentences.Paused(@"a \*b\* c *d* \\*e\\*")));

    [Fact]
    public void No_character_is_cut_in_halves() =>
        Assert.All(
            Enumerable.Range(80, 130),
            before =>
            {
                var text = string.Concat(Enumerable.Repeat("a", before)) + "\U0001F600\U0001F600\U0001F600" + new string('b', 2000);

                Whole(Sentences.Dequeued(text));
                Whole(RevertWords.Title([Landed(text)]));
                Whole(RevertWords.Again(Landed(text)));
                Whole(new Worry(text, "x", "It breaks.").Says);
                Whole(new Worry("x", text, "It breaks.").Says);
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

    private static void Whole(string text) => Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static LandedPull Landed(string title) =>
        new(12, 12, title, "ada", Pull.Head(), Pull.Head(8), Pull.Head(9), Pull.Head(50), "main", Band.Medium, 0.05, [], Pull.Now);

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

    /// <summary>What is in no code span, as CommonMark pairs backticks: runs of one length, none behind a backslash.</summary>
    private static string Outside(string body) => string.Concat(body.Split('\n').Select(OutsideLine));

    private static string OutsideLine(string line)
    {
        var outside = new StringBuilder("\n");
        for (var at = 0; at < line.Length; )
        {
            var run = line[at] == '`' ? Ticks(line, at) : 0;
            var end = at + run;
            while (run > 0 && end < line.Length && (line[end] != '`' || Ticks(line, end) != run))
            {
                end += line[end] == '`' ? Ticks(line, end) : 1;
            }

            var isSpan = run > 0 && end < line.Length;
            var step =
                isSpan ? end + run - at
                : run > 0 ? run
                : line[at] == '\\' ? Math.Min(2, line.Length - at)
                : 1;
            outside.Append(isSpan ? "" : line.AsSpan(at, step));
            at += step;
        }

        return outside.ToString();
    }

    private static int Ticks(string line, int at) => line[at..].TakeWhile(letter => letter == '`').Count();

    private static string Text(Dice dice) =>
        string.Concat(Enumerable.Range(0, 1 + dice.Below(12)).Select(_ => Pieces[dice.Below(Pieces.Length)]));

    [GeneratedRegex("<!-- sluice:data .*? -->")]
    private static partial Regex Record();
}
