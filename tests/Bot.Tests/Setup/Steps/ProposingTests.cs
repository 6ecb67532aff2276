using System.Net;
using Sluice.Bot.Setup.Steps;
using Sluice.Bot.Tests.GitHub;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Setup.Steps;

public sealed class ProposingTests
{
    [Fact]
    public async Task Names_with_characters_that_mean_something_in_an_address_are_asked_for_as_they_are()
    {
        using var wire = new Wire();
        wire.Reply("GET /repos/acme/shop/pulls?state=open&per_page=100", "[]");
        wire.Reply("GET /repos/acme/shop/contents/.github/workflows?ref=next%2F%231", """[{"path":".github/workflows/ci #2?.yml"}]""");
        wire.Reply("GET /repos/acme/shop/contents/.github/workflows/ci%20%232%3F.yml?ref=next%2F%231", """{"content":"b246IHt9"}""");
        wire.Reply("GET /repos/acme/shop/git/ref/heads/next/%231", """{"object":{"sha":"1111111111111111111111111111111111111111"}}""");

        wire.Reply("GET /repos/acme/shop/contents/.github/sluice.yml?ref=next%2F%231", "{}", HttpStatusCode.NotFound);
        wire.Reply("POST /repos/acme/shop/git/trees", "{}", HttpStatusCode.UnprocessableEntity);

        Assert.IsType<Answer<string>.Refused>(
            await new Proposing(wire.Connection.Api).Open(
                Wire.Repo with
                {
                    DefaultBranch = "next/#1",
                },
                "https://sluice.example",
                true,
                Wire.Stop
            )
        );

        Assert.Contains(
            wire.Asked,
            asked => asked.What == "GET /repos/acme/shop/contents/.github/workflows/ci%20%232%3F.yml?ref=next%2F%231"
        );
        Assert.Contains(wire.Asked, asked => asked.What == "GET /repos/acme/shop/git/ref/heads/next/%231");
    }
}
