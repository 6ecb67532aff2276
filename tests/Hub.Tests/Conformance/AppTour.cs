using System.Net;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>The operations on accounts, and of an App on itself.</summary>
internal sealed class AppTour(HubTest test, Api bot, Api ada)
{
    private const string Shop = HubTest.Shop;

    public async Task Accounts()
    {
        await ada.Ok("/user");
        await bot.Ok("/users/ada");
        await bot.Ok("/rate_limit");
        await bot.Ok(Shop);
        await bot.Ok($"{Shop}/collaborators/ada");
        await bot.Ok($"{Shop}/collaborators/ada/permission");
        await bot.Ok("/installation/repositories");
        test.World.Do(() => test.Hub.Shop.Owner.Teams["payments"] = ["ben"]);
        await ada.Ok("/orgs/acme/teams/payments/memberships/ben");
    }

    public async Task Apps()
    {
        var app = test.App();
        await app.Ok("/app");
        await app.Ok("/apps/sluice");
        await app.Ok("/app/installations");
        await app.Ok($"/app/installations/{test.Hub.Installation.Id}");
        await app.Ok($"{Shop}/installation");
        await app.Ok("/app/hook/config");
        Assert.Equal(HttpStatusCode.OK, (await app.Patch("/app/hook/config", new { secret = "s" })).Status);
        test.World.Do(() => test.Hub.Deliveries.Receive(test.Hub.App, _ => { }));
        test.Push("heard", "h", "h");
        var deliveries = (JsonArray)(await app.Get("/app/hook/deliveries")).Body!;
        await app.Ok($"/app/hook/deliveries/{deliveries[0]!.Id()}");
        Assert.Equal(HttpStatusCode.Accepted, (await app.Post($"/app/hook/deliveries/{deliveries[0]!.Id()}/attempts", new { })).Status);
        var code = test.World.Do(() =>
            test.World.Registering.Agree(test.Hub.Shop.Owner, new Manifest("Other", "http://127.0.0.1/", "http://127.0.0.1/setup"))
        );
        await test.Nobody().Made($"/app-manifests/{code}/conversions", new { });
        Assert.Equal(HttpStatusCode.NoContent, (await app.Put($"/app/installations/{test.Hub.Installation.Id}/suspended", new { })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Delete($"/app/installations/{test.Hub.Installation.Id}/suspended")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await bot.Delete("/installation/token")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await app.Delete($"/app/installations/{test.Hub.Installation.Id}")).Status);
    }
}
