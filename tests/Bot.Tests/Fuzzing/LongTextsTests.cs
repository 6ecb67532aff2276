using Sluice.Bot.Git;
using Sluice.Bot.Tests.Store;
using Sluice.Flow;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Repo;
using Sluice.Turns.Lanes;

namespace Sluice.Bot.Tests.Fuzzing;

/// <summary>What anybody writes takes time that grows with its length: with the square of it, each of these would take hours.</summary>
public sealed class LongTextsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("```x\n", "")]
    [InlineData("~~~\n```\n~~~x\n", "")]
    [InlineData("`", "")]
    [InlineData("> ", "x")]
    [InlineData("<!-- CURSOR_SUMMARY -->", "")]
    [InlineData("Co-authored-by: ", "x")]
    [InlineData(" ", "x")]
    [InlineData("Depends-On: -", "-x")]
    [InlineData("\n \t", "x")]
    [InlineData("[ ", "skip")]
    [InlineData("requested by **", "")]
    [InlineData("fixes.", "x")]
    public async Task What_repeats_itself_a_million_times_is_read_to_its_end(string part, string end)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1 + (1_000_000 / part.Length))) + end;

        await Read(text);
        await Read("Co-authored-by: " + text);
        await Read("Depends-On: " + text);
    }

    [Theory]
    [InlineData('-')]
    [InlineData('.')]
    [InlineData(' ')]
    [InlineData('a')]
    public async Task A_line_of_one_letter_is_read_to_its_end(char letter)
    {
        await Read("Depends-On: " + new string(letter, 1_000_000) + "x");
        await Read("Co-authored-by: " + new string(letter, 1_000_000) + "x");
        await Read("Fixes " + new string(letter, 1_000_000) + "/");
    }

    private static Task Read(string text) =>
        Task.Run(
                () =>
                {
                    var pull = Some.Pull(7) with { Body = text };
                    OriginReader.Assess(pull, [By(text)]);
                    DependsOn.Read(text, "acme/shop");
                    CoAuthors.Of([By(text)]);
                    CommitText.Body(text);
                    CommitText.Kept(text);
                    CommitText.Squash(7, text);
                },
                TestContext.Current.CancellationToken
            )
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

    private static CommitInfo By(string message) =>
        new(
            new Sha("0123456789012345678901234567890123456789"),
            "Ada",
            "ada@shop.example",
            "ada@shop.example",
            message,
            DateTimeOffset.UnixEpoch
        );
}
