using Sluice.Bot.Git;
using Sluice.Flow.Repo;
using Sluice.Turns.Lanes;

namespace Sluice.Bot.Tests.Git;

public sealed class CoAuthorsTests
{
    [Fact]
    public void Everybody_but_the_first_commits_author_is_named_once() =>
        Assert.Equal(
            ["Bo <bo@shop.example>", "Cy <cy@shop.example>"],
            CoAuthors.Of([
                By("Ada", "ada@shop.example"),
                By("Bo", "bo@shop.example"),
                By("Ada", "ADA@shop.example", "Fix\n\nCo-authored-by: Cy <cy@shop.example>\nCo-Authored-By: Bo <bo@shop.example>\n"),
            ])
        );

    [Theory]
    [InlineData("Fix\n\nCo-authored-by: @octocat <x@shop.example>", "octocat <x@shop.example>")]
    [InlineData("Fix\n\nCo-authored-by: Eve\u202e @octocat <x@shop.example>", "Eve octocat <x@shop.example>")]
    public void A_name_calls_nobody(string message, string named) =>
        Assert.Equal([named], CoAuthors.Of([By("Ada", "ada@shop.example", message)]));

    [Theory]
    [InlineData("see Co-authored-by: Eve <eve@shop.example>")]
    [InlineData("Co-authored-by: Eve")]
    [InlineData("Co-authored-by: <eve@shop.example>")]
    public void What_is_no_trailer_names_nobody(string message) => Assert.Empty(CoAuthors.Of([By("Ada", "ada@shop.example", message)]));

    [Fact]
    public void A_squash_is_titled_with_its_number_and_calls_nobody()
    {
        Assert.Equal("Round prices (#12)", CommitText.Squash(12, "Round prices"));
        Assert.DoesNotContain("@octocat", CommitText.Squash(12, "Thanks @octocat"), StringComparison.Ordinal);
        Assert.Equal(
            "Co-authored-by: Bo <bo@shop.example>\nCo-authored-by: Cy <cy@shop.example>",
            CommitText.Trailers(["Bo <bo@shop.example>", "Cy <cy@shop.example>"])
        );
    }

    private static CommitInfo By(string name, string email, string message = "Fix") =>
        new(new Sha("0123456789012345678901234567890123456789"), name, email, email, message, DateTimeOffset.UnixEpoch);
}
