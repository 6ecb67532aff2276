using Sluice.Bot.Git;

namespace Sluice.Bot.Tests.Git;

public sealed class CommitTextTests
{
    [Theory]
    [InlineData("Add a cart", "Merge #7: Add a cart")]
    [InlineData("Ask @octocat and @acme/team", "Merge #7: Ask octocat and acme/team")]
    [InlineData("Fixes #12", "Merge #7: Fixes 12")]
    [InlineData("closes: #3, resolved GH-4", "Merge #7: closes 3, resolved 4")]
    [InlineData("fix acme/shop#12", "Merge #7: fix acme/shop 12")]
    [InlineData("Fixed https://github.com/acme/shop/issues/1", "Merge #7: Fixed github.com/acme/shop/issues/1")]
    [InlineData("Prefix #12 stays", "Merge #7: Prefix #12 stays")]
    [InlineData("Docs [skip ci]", "Merge #7: Docs (skip ci)")]
    [InlineData("Docs [CI Skip] [ no ci ]", "Merge #7: Docs (CI Skip) (no ci)")]
    [InlineData("a\n\nskip-checks: true\u202E", "Merge #7: a skip-checks: true")]
    [InlineData("nul\0 and\u2028more", "Merge #7: nul and more")]
    public void A_title_closes_nothing_calls_nobody_and_keeps_no_CI_from_running(string title, string message) =>
        Assert.Equal(message, CommitText.Merge(7, title));

    [Theory]
    [InlineData("Round up\n\n[skip ci]\n", "Round up\n\n(skip ci)\n")]
    [InlineData("Round up\n\n\nskip-checks: true", "Round up\n\n\n(skip-checks: true)")]
    [InlineData("Round up\r\n\r\n\r\n Skip-Checks:true \r\n", "Round up\r\n\r\n\r\n(Skip-Checks:true)\r\n")]
    [InlineData("Say what skip-checks: true does", "Say what skip-checks: true does")]
    public void Somebodys_words_stay_but_for_what_keeps_CI_from_running(string said, string kept)
    {
        Assert.Equal(kept, CommitText.Kept(said));
        Assert.Equal(kept.ReplaceLineEndings("\n").Replace("\n\n\n", "\n\n", StringComparison.Ordinal).Trim(), CommitText.Body(said));
    }

    [Fact]
    public void A_title_is_cut_at_two_hundred_letters() =>
        Assert.Equal(200 + "Merge #7: …".Length, CommitText.Merge(7, new string('x', 5000)).Length);

    [Fact]
    public void None_is_cut_in_the_midst_of_a_character() =>
        Assert.Equal($"Merge #7: {new string('x', 199)}…", CommitText.Merge(7, new string('x', 199) + "🚰🚰"));
}
