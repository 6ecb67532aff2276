using System.Net;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Rest;

public sealed class StatusesApiTests : HubTest
{
    [Fact]
    public async Task Combined_is_pending_without_any_then_the_worst_of_the_latest()
    {
        var ada = As("ada");
        Assert.Equal("pending", await Combined(ada));
        await Set(ada, "success", "ci/a");
        Assert.Equal("success", await Combined(ada));
        await Set(ada, "pending", "ci/b");
        Assert.Equal("pending", await Combined(ada));
        await Set(ada, "failure", "CI/B");
        Assert.Equal("failure", await Combined(ada));
        await Set(ada, "success", "ci/b");
        Assert.Equal("success", await Combined(ada));
        Assert.Equal(4, ((System.Text.Json.Nodes.JsonArray)(await ada.Get($"{Shop}/commits/main/statuses")).Body!).Count);
    }

    [Fact]
    public async Task An_unknown_state_or_commit_and_too_long_a_description_are_422()
    {
        var ada = As("ada");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ada.Post($"{Shop}/statuses/{Tip()}", new { state = "green" })).Status);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await ada.Post($"{Shop}/statuses/{new string('1', 40)}", new { state = "success" })).Status
        );
        var said = await ada.Post($"{Shop}/statuses/{Tip()}", new { state = "success", description = new string('x', 141) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, said.Status);
    }

    [Fact]
    public void A_thousand_statuses_of_one_context_are_the_most()
    {
        var refusal = World.Do(() =>
        {
            var ada = new Caller.User(World.Accounts["ada"]);
            for (var i = 0; i < 1_000; i++)
                Assert.False(World.Statuses.Set(ada, Hub.Shop, Hub.Shop.Branch("main")!, "pending").IsRefused);
            return World.Statuses.Set(ada, Hub.Shop, Hub.Shop.Branch("main")!, "success").Refusal!;
        });
        Assert.Equal("This SHA and context has reached the maximum number of statuses.", Assert.Single(refusal.Errors).Message);
    }

    private async Task Set(Api api, string state, string context) =>
        Assert.Equal(HttpStatusCode.Created, (await api.Post($"{Shop}/statuses/{Tip()}", new { state, context })).Status);

    private static async Task<string> Combined(Api api) => (string)(await api.Get($"{Shop}/commits/main/status")).Body!["state"]!;
}
