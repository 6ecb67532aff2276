using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests.Hooks;

public sealed class DeliveryTests : HubTest
{
    [Fact]
    public async Task A_webhook_comes_signed_with_GitHubs_headers_and_its_installation()
    {
        await using var listener = await Listen();
        var pull = Open("topic", "a", "b");
        var opened = Assert.Single(await listener.Wait("pull_request"));
        Assert.Equal(Signature.Sha256(Hub.WebhookSecret, opened.Body), opened.Headers["X-Hub-Signature-256"]);
        Assert.Equal(Signature.Sha1(Hub.WebhookSecret, opened.Body), opened.Headers["X-Hub-Signature"]);
        Assert.True(Guid.TryParseExact(opened.Guid, "D", out _));
        Assert.StartsWith("GitHub-Hookshot/", opened.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("application/json", opened.Headers["Content-Type"]);
        Assert.Equal(
            ("integration", Hub.App.Id.ToString(CultureInfo.InvariantCulture)),
            (opened.Headers["X-GitHub-Hook-Installation-Target-Type"], opened.Headers["X-GitHub-Hook-Installation-Target-ID"])
        );
        var body = JsonNode.Parse(opened.Body)!;
        Assert.Equal(
            ("opened", pull.Number, Hub.Installation.Id),
            ((string?)body["action"], (int)body["number"]!, (long)body["installation"]!["id"]!)
        );
    }

    [Fact]
    public async Task A_failed_delivery_is_in_the_log_and_comes_again_only_when_asked_for_with_its_guid()
    {
        await using var listener = await Listen();
        listener.Answers = () => Task.FromResult(503);
        Open("topic", "a", "b");
        var first = Assert.Single(await listener.Wait("pull_request"));
        await Hub.Hooks.Idle();
        var app = App();
        var failed = Assert.Single(
            (JsonArray)(await app.Get("/app/hook/deliveries?status=failure&per_page=100")).Body!,
            d => (string?)d!["event"] == "pull_request"
        )!;
        Assert.Equal((503, first.Guid, false), ((int)failed["status_code"]!, (string?)failed["guid"], (bool)failed["redelivery"]!));
        listener.Answers = () => Task.FromResult(202);
        var id = (long)failed["id"]!;
        Assert.Equal(HttpStatusCode.OK, (await app.Get($"/app/hook/deliveries/{id}")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await app.Post($"/app/hook/deliveries/{id}/attempts", new { })).Status);
        var again = (await listener.Wait("pull_request", 2))[1];
        Assert.Equal((first.Guid, Convert.ToHexString(first.Body)), (again.Guid, Convert.ToHexString(again.Body)));
        await Hub.Hooks.Idle();
        Assert.True((bool)((JsonArray)(await app.Get("/app/hook/deliveries?status=success")).Body!)[0]!["redelivery"]!);
    }

    [Fact]
    public async Task Deliveries_come_by_pages_with_a_cursor()
    {
        World.Do(() => Hub.Deliveries.Receive(Hub.App, _ => { }));
        for (var i = 0; i < 5; i++)
            Push("topic", "a", $"{i}");
        var app = App();
        var seen = new List<long>();
        for (var path = "/app/hook/deliveries?per_page=3"; path is not null; )
        {
            var said = await app.Get(path);
            seen.AddRange(((JsonArray)said.Body!).Select(d => (long)d!["id"]!));
            path = said.Header("Link") is { } link
                ? link[(link.IndexOf(Hub.Url, StringComparison.Ordinal) + Hub.Url.Length)..link.IndexOf('>', StringComparison.Ordinal)]
                : null;
        }

        Assert.True(seen.Count >= 10, $"{seen.Count} deliveries");
        Assert.Equal(seen.Distinct().OrderDescending(), seen);
    }

    [Fact]
    public void What_is_asked_of_one_App_is_told_to_no_other()
    {
        var heard = World.Do(() =>
        {
            var owner = World.Accounts["acme"];
            var other = World.People.App("other", owner);
            other.Permissions["checks"] = Access.Write;
            World.People.Install(other, owner);
            World.Agenda.RunDue();
            var heard = new List<Delivery>();
            Hub.Deliveries.Receive(other, heard.Add);
            var bot = People.As(Hub.Installation);
            var run = World
                .Checks.Create(bot, Hub.Shop, "sluice", Hub.Shop.Branch("main")!, new CheckReport { Conclusion = "failure" })
                .Value;
            Assert.Null(World.Checks.Rerequest(bot, Hub.Shop, run));
            World.Agenda.RunDue();
            return heard.Select(d => $"{d.Event}.{d.Action}").ToArray();
        });
        Assert.Equal(["check_run.created", "check_run.completed", "check_suite.completed"], heard);
    }

    [Fact]
    public void A_suspended_installation_hears_only_of_its_own_suspension()
    {
        var heard = new List<string>();
        World.Do(() =>
        {
            Hub.Deliveries.Receive(Hub.App, d => heard.Add($"{d.Event}.{d.Action}"));
            World.People.Suspend(Hub.Installation, World.Accounts["ada"]);
            World.Statuses.Set(new Caller.User(World.Accounts["ada"]), Hub.Shop, Hub.Shop.Branch("main")!, "success");
            World.People.Unsuspend(Hub.Installation, World.Accounts["ada"]);
            World.Agenda.RunDue();
            return true;
        });
        Assert.Equal(["installation.suspend", "installation.unsuspend"], heard);
    }

    private async Task<Listener> Listen()
    {
        var listener = await Listener.Start();
        Hub.App.WebhookUrl = listener.Url;
        return listener;
    }
}
