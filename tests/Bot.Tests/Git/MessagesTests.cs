using Sluice.Bot.Git;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Git;

/// <summary>Messages by the repository's own settings.</summary>
public sealed class MessagesTests
{
    private const string Body =
        "Rounds up, as @octocat asked in #8.\r\n\r\n\r\nCloses #9\n[skip ci]\nCo-authored-by: Eve <eve@shop.example>\nSigned-off-by: Ada <ada@shop.example>";

    private const string Said = "Rounds up, as octocat asked in #8.\n\nCloses #9\n(skip ci)\nSigned-off-by: Ada <ada@shop.example>";

    private static readonly Member Pull = new(7, new Sha(new string('a', 40)), "Round @prices", "ada")
    {
        Body = Body,
        From = "ada/fix-@team",
    };

    private static readonly CommitInfo First = By("Ada", "Round one\n\nHalves go up, says @dan.");

    private static readonly CommitInfo Second = By("Bo", "Round two\n\nCo-authored-by: Cy <cy@shop.example>\n");

    [Theory]
    [InlineData("MERGE_MESSAGE", "PR_TITLE", "Merge pull request #7 from ada/fix-team\n\nRound prices")]
    [InlineData("MERGE_MESSAGE", "BLANK", "Merge pull request #7 from ada/fix-team")]
    [InlineData("PR_TITLE", "PR_BODY", "Round prices (#7)\n\n" + Said)]
    public void A_merge_says_what_the_repository_wants(string title, string message, string says) =>
        Assert.Equal(says, Messages.Merge(Pull, new CommitStyle("PR_TITLE", "BLANK", title, message)));

    [Theory]
    [InlineData("PR_TITLE", "BLANK", "Round prices (#7)")]
    [InlineData("PR_TITLE", "PR_BODY", "Round prices (#7)\n\n" + Said)]
    [InlineData("COMMIT_OR_PR_TITLE", "COMMIT_MESSAGES", "Round prices (#7)\n\n* Round one\n\nHalves go up, says dan.\n\n* Round two")]
    public void A_squash_says_what_the_repository_wants_and_names_who_else_made_it(string title, string message, string says) =>
        Assert.Equal(
            says + "\n\nCo-authored-by: Bo <bo@shop.example>\nCo-authored-by: Cy <cy@shop.example>",
            Messages.Squash(Pull, [First, Second], new CommitStyle(title, message, "PR_TITLE", "BLANK"))
        );

    [Fact]
    public void Of_one_commit_a_squash_may_take_the_title_and_what_stands_below_it() =>
        Assert.Equal(
            "Round one (#7)\n\nHalves go up, says dan.",
            Messages.Squash(Pull, [First], new CommitStyle("COMMIT_OR_PR_TITLE", "COMMIT_MESSAGES", "PR_TITLE", "BLANK"))
        );

    [Fact]
    public void Where_GitHub_does_not_tell_its_settings_only_titles_are_said()
    {
        Assert.Equal("Merge #7: Round prices", Messages.Merge(Pull, null));
        Assert.Equal(
            "Round prices (#7)\n\nCo-authored-by: Bo <bo@shop.example>\nCo-authored-by: Cy <cy@shop.example>",
            Messages.Squash(Pull, [First, Second], null)
        );
    }

    [Fact]
    public void A_description_is_cut_at_twenty_thousand_letters() => Assert.Equal(20_001, CommitText.Body(new string('x', 70_000)).Length);

    private static CommitInfo By(string name, string message) =>
        new(new Sha(new string('b', 40)), name, $"{name.ToLowerInvariant()}@shop.example", "", message, default);
}
