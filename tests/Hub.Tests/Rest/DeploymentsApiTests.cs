using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Tests.Rest;

public sealed class DeploymentsApiTests : HubTest
{
    [Fact]
    public async Task A_deployment_is_made_told_of_and_retired_by_the_next()
    {
        var bot = await Bot();
        var first = await Deploy(bot);
        await Tell(bot, first, "success");
        var second = await Deploy(bot);
        await Tell(bot, second, "in_progress");
        Assert.Equal("success", await State(bot, first));
        await Tell(bot, second, "success");
        Assert.Equal("inactive", await State(bot, first));
        Assert.All([first, second], id => Assert.True(Hub.World.Do(() => Hub.Shop.Deployments[id].HasSucceeded)));
        var listed = (JsonArray)(await bot.Get($"{Shop}/deployments?environment=canary")).Body!;
        Assert.Equal([second, first], listed.Select(d => (long)d!["id"]!));
        Assert.Equal(1, (int)listed[0]!["payload"]!["sluice"]!["weight"]!);
    }

    [Fact]
    public async Task Unless_switched_off_the_default_branch_is_merged_into_the_ref_and_nothing_is_deployed()
    {
        Push("topic", "a", "b");
        Push("main", "c", "d");
        var bot = await Bot();
        var said = await bot.Post($"{Shop}/deployments", new { @ref = "topic" });
        Assert.Equal((HttpStatusCode.Accepted, "Auto-merged main into topic on deployment."), (said.Status, said.Message));
        Assert.Empty((JsonArray)(await bot.Get($"{Shop}/deployments")).Body!);
        Push("topic", "src/price.txt", "apple 1\n");
        Push("main", "src/price.txt", "apple 2\n");
        said = await bot.Post($"{Shop}/deployments", new { @ref = "topic" });
        Assert.Equal((HttpStatusCode.Conflict, "Conflict merging main into topic."), (said.Status, said.Message));
    }

    [Fact]
    public async Task Contexts_that_are_not_green_stop_a_deployment()
    {
        var bot = await Bot();
        await As("ada").Post($"{Shop}/statuses/{Tip()}", new { state = "pending", context = "ci" });
        var said = await bot.Post(
            $"{Shop}/deployments",
            new
            {
                @ref = "main",
                auto_merge = false,
                required_contexts = new[] { "ci", "lint" },
            }
        );
        Assert.Equal((HttpStatusCode.Conflict, "Conflict: Commit status checks failed for main."), (said.Status, said.Message));
        var contexts = said.Body!["errors"]![0]!["contexts"]!;
        Assert.Equal(("pending", "missing"), ((string?)contexts[0]!["state"], (string?)contexts[1]!["state"]));
    }

    [Fact]
    public async Task A_description_has_140_characters_at_most_and_a_ref_exists()
    {
        var bot = await Bot();
        var id = await Deploy(bot);
        var said = await bot.Post($"{Shop}/deployments/{id}/statuses", new { state = "success", description = new string('x', 141) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, said.Status);
        var unknown = await bot.Post($"{Shop}/deployments", new { @ref = "nowhere" });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "No ref found for: nowhere"), (unknown.Status, unknown.Message));
    }

    [Fact]
    public async Task An_active_deployment_is_deleted_only_when_it_is_the_only_one()
    {
        var bot = await Bot();
        var first = await Deploy(bot);
        await Tell(bot, first, "success");
        var second = await Deploy(bot);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await bot.Delete($"{Shop}/deployments/{first}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{Shop}/deployments/{second}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete($"{Shop}/deployments/{first}")).Status);
    }

    private static async Task<long> Deploy(Api bot)
    {
        var said = await bot.Post(
            $"{Shop}/deployments",
            new
            {
                @ref = "main",
                auto_merge = false,
                required_contexts = Array.Empty<string>(),
                environment = "canary",
                payload = new { sluice = new { weight = 1 } },
            }
        );
        Assert.Equal(HttpStatusCode.Created, said.Status);
        return (long)said.Body!["id"]!;
    }

    private static async Task Tell(Api bot, long id, string state) =>
        Assert.Equal(
            HttpStatusCode.Created,
            (await bot.Post($"{Shop}/deployments/{id}/statuses", new { state, description = "Said." })).Status
        );

    private static async Task<string> State(Api bot, long id) =>
        (string)(await bot.Get($"{Shop}/deployments/{id}/statuses")).Body![0]!["state"]!;
}
