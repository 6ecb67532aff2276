using System.Net;
using System.Text;

namespace Sluice.Hub.Tests.Rest;

/// <summary>What a client writes wrongly is told to the client, and is no fault of the hub's.</summary>
public sealed class MalformedTests : HubTest
{
    [Theory]
    [InlineData("""{"ref":"refs/heads/\ud800","sha":"x"}""")]
    [InlineData("""{"\udc00":"x"}""")]
    [InlineData("""{"ref":"a","ref":"b"}""")]
    public async Task A_text_that_is_none_and_a_key_that_stands_twice_are_no_JSON(string body)
    {
        var said = await (await Bot()).Post($"{Shop}/git/refs", body);

        Assert.Equal((HttpStatusCode.BadRequest, "Problems parsing JSON"), (said.Status, said.Message));
    }

    [Theory]
    [InlineData("160000", "zz")]
    [InlineData("160000", "da39a3ee5e6b4b0d3255bfef95601890afd8070")]
    [InlineData("100644 a", null)]
    [InlineData("777", null)]
    public async Task A_tree_takes_only_modes_that_git_has_and_ids_that_are_some(string mode, string? sha)
    {
        object[] tree = sha is null
            ?
            [
                new
                {
                    path = "a",
                    mode,
                    content = "1",
                },
            ]
            :
            [
                new
                {
                    path = "a",
                    mode,
                    sha,
                },
            ];
        var said = await (await Bot()).Post($"{Shop}/git/trees", new { tree });

        Assert.Equal((HttpStatusCode)422, said.Status);
    }

    [Theory]
    [InlineData("""{"alg":"RS256","alg":"RS256"}""")]
    [InlineData("""{"alg":5}""")]
    [InlineData("""{"alg":"\ud800"}""")]
    public async Task A_token_whose_head_is_none_is_refused(string head)
    {
        var part = Convert.ToBase64String(Encoding.UTF8.GetBytes(head)).TrimEnd('=');
        var said = await Client($"{part}.{part}.{part}").Get("/app");

        Assert.Equal((HttpStatusCode.Unauthorized, "A JSON web token could not be decoded"), (said.Status, said.Message));
    }

    [Theory]
    [InlineData("42949674")]
    [InlineData("2147483647")]
    public async Task Far_behind_the_last_page_there_is_an_empty_one(string page) =>
        Assert.Equal("[]", (await (await Bot()).Get($"{Shop}/branches?per_page=100&page={page}")).Body!.ToJsonString());
}
