using System.Text.Json.Nodes;
using Sluice.Bot.GitHub.Graph;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

public sealed class GraphReplyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_GitHub_broke_off_is_not_taken_for_what_is_not_there()
    {
        var reply = Reply(
            """{"f0":{"id":"one"},"f1":null}""",
            new GraphError(null, "Something went wrong while executing your query. This may be the result of a timeout.")
        );

        Assert.IsType<Answer<JsonObject>.Made>(reply.Of("f0", Noon));
        Assert.Contains("timeout", Assert.IsType<Answer<JsonObject>.Later>(reply.Of("f1", Noon)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_that_names_another_field_says_nothing_of_this_one()
    {
        var reply = Reply("""{"f0":null,"f1":null}""", new GraphError("FORBIDDEN", "No.", ["f0"]));

        Assert.Equal(403, Assert.IsType<Answer<JsonObject>.Refused>(reply.Of("f0", Noon)).Status);
        Assert.Equal(404, Assert.IsType<Answer<JsonObject>.Refused>(reply.Of("f1", Noon)).Status);
    }

    private static GraphReply Reply(string data, params GraphError[] errors) => new(JsonNode.Parse(data)!.AsObject(), errors);
}
