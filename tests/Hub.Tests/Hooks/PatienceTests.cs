using Sluice.Hub.Hooks;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Tests.Hooks;

public sealed class PatienceTests
{
    [Fact]
    public async Task An_answer_that_takes_more_than_ten_seconds_is_a_failed_delivery_and_nothing_comes_again()
    {
        await using var listener = await Listener.Start();
        var answered = new TaskCompletionSource<int>();
        listener.Answers = () => answered.Task;
        var time = new ManualTime();
        var world = new World(time);
        var deliveries = new Deliveries(world, new Wire("http://127.0.0.1:1", "http://127.0.0.1:1"));
        var app = App(world, listener.Url);
        await using var sender = new HookSender(world, deliveries);
        world.Do(() => world.People.Install(app, world.Accounts["acme"]));
        world.Do(() => true);
        await listener.Wait("installation");
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(world.Do(() => deliveries.Of(app).ToArray()));
        time.Advance(TimeSpan.FromSeconds(1));
        await sender.Idle();
        var failed = Assert.Single(world.Do(() => deliveries.Of(app).ToArray()));
        Assert.Equal(("timed out", 504), (failed.Outcome!.Status, failed.Outcome.StatusCode));
        time.Advance(TimeSpan.FromHours(1));
        world.Do(() => true);
        await sender.Idle();
        Assert.Single(listener.Received);
        answered.SetResult(202);
    }

    [Fact]
    public async Task Deliveries_are_forgotten_after_three_days()
    {
        var time = new ManualTime();
        var world = new World(time);
        var deliveries = new Deliveries(world, new Wire("http://127.0.0.1:1", "http://127.0.0.1:1"));
        var app = App(world, "http://127.0.0.1:1/");
        await using var sender = new HookSender(world, deliveries);
        world.Do(() => world.People.Install(app, world.Accounts["acme"]));
        world.Do(() => true);
        await sender.Idle();
        Assert.Equal(502, Assert.Single(world.Do(() => deliveries.Of(app).ToArray())).Outcome!.StatusCode);
        time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1));
        Assert.Empty(world.Do(() => deliveries.Of(app).ToArray()));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", "OK", 202, "taken")]
    [InlineData("ftp://127.0.0.1:1/", "invalid URL", 0, "")]
    [InlineData("nowhere", "invalid URL", 0, "")]
    public async Task Whatever_an_address_is_and_answers_is_an_outcome(string url, string status, int code, string answer)
    {
        var world = new World(new ManualTime());
        var deliveries = new Deliveries(world, new Wire("http://127.0.0.1:1", "http://127.0.0.1:1"));
        var app = App(world, url);
        await using var sender = new HookSender(world, deliveries, new Nonsense());
        world.Do(() => world.People.Install(app, world.Accounts["acme"]));
        world.Do(() => true);
        await sender.Idle();

        var outcome = Assert.Single(world.Do(() => deliveries.Of(app).ToArray())).Outcome!;
        Assert.Equal((status, code, answer), (outcome.Status, outcome.StatusCode, outcome.Answer));
    }

    /// <summary>Answers in a character set that there is not; as the true one it takes no address but of the web.</summary>
    private sealed class Nonsense : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.Scheme != Uri.UriSchemeHttp)
            {
                throw new NotSupportedException();
            }

            var content = new ByteArrayContent("taken"u8.ToArray());
            content.Headers.TryAddWithoutValidation("Content-Type", "text/plain; charset=klingon");
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.Accepted) { Content = content });
        }
    }

    private static App App(World world, string url)
    {
        var app = world.People.App("sluice", world.People.Organization("acme"));
        app.WebhookUrl = url;
        return app;
    }
}
