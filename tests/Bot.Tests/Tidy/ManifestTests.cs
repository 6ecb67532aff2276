using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Bot.Tests.Webhooks;
using Sluice.Bot.Webhooks;
using Sluice.Flow.Tests.Tidy;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Tidy;

/// <summary>Hub grants the App what its manifest asks for, so every story that runs against Hub shows that this is enough.</summary>
public sealed class ManifestTests
{
    private static readonly JsonElement Manifest = JsonDocument.Parse(House.Read("app-manifest/manifest.json")).RootElement;

    public static TheoryData<string> Events =>
        [.. Manifest.GetProperty("default_events").EnumerateArray().Select(name => name.GetString()!)];

    [Fact]
    public async Task Hub_grants_the_App_what_its_manifest_asks_for_and_nothing_more()
    {
        await using var hub = await HubServer.Start(new HubOptions());
        var app = hub.World.Apps.Values.Single(each => each.Slug == "sluice");

        Assert.Equal(
            Manifest
                .GetProperty("default_permissions")
                .EnumerateObject()
                .Select(each => (each.Name, each.Value.GetString() == "write" ? Access.Write : Access.Read)),
            app.Permissions.Select(each => (each.Key, each.Value))
        );
        Assert.Equal(Events.Select(row => row.Data), app.Events);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_that_the_App_hears_tells_something(string kind) =>
        Assert.NotEmpty(Payloads.Of(kind).SelectMany(body => FactReader.Read(kind, ToAnApp(body), DateTimeOffset.UnixEpoch).Facts));

    /// <summary>
    /// GitHub's examples were delivered to webhooks of repositories, and tell of comments on issues; an App's name the installation, and
    /// ours are on pulls.
    /// </summary>
    private static JsonElement ToAnApp(JsonElement body)
    {
        var payload = JsonObject.Create(body)!;
        payload["installation"] = new JsonObject { ["id"] = 1 };
        if (payload["issue"] is JsonObject issue)
        {
            issue["pull_request"] = new JsonObject();
        }

        return JsonSerializer.SerializeToElement(payload);
    }
}
