using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Webhooks;
using Sluice.Flow;
using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Setup;

/// <summary>Secrets that change while the process runs: nothing is started anew, and nothing that GitHub sends is refused.</summary>
public sealed class RotationTests(TestPostgres server) : IAsyncLifetime
{
    private HubServer _hub = null!;
    private Registrant _browser = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private App App => _hub.World.Do(() => _hub.World.Apps.Values.Single(app => app.Slug == "sluice-gate"));

    public async ValueTask InitializeAsync()
    {
        _hub = await HubServer.Start();
        _browser = new Registrant(_hub, await server.Create());
    }

    [Fact]
    public async Task Two_webhook_secrets_are_taken_while_one_follows_the_other_and_then_one()
    {
        await using var bot = await Registered();
        var former = App.WebhookSecret;

        var turned = await Rotate(rotation => rotation.Secret(Stop));
        Assert.True(turned.Done, turned.Says);
        var next = App.WebhookSecret;
        Assert.NotEqual(former, next);
        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.Unauthorized),
            (await Deliver(bot, next), await Deliver(bot, former), await Deliver(bot, "another"))
        );

        Assert.True((await Rotate(rotation => rotation.Forget(Stop))).Done);
        await Registrant.Until(async () => await Deliver(bot, former) == HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(bot, next));
    }

    [Fact]
    public async Task A_secret_that_GitHub_refuses_changes_nothing()
    {
        await using var bot = await Registered();
        var (former, key) = (App.WebhookSecret, App.PublicKeyPem);
        Do(() => App.PublicKeyPem = "");

        var turned = await Rotate(rotation => rotation.Secret(Stop));
        Do(() => App.PublicKeyPem = key);
        Assert.False(turned.Done);
        Assert.Contains("All is as it was", turned.Says, StringComparison.Ordinal);
        Assert.Equal((former, HttpStatusCode.Accepted), (App.WebhookSecret, await Deliver(bot, former)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_secret_that_GitHub_may_sign_with_is_taken_until_it_is_known_to_sign_with_another(bool comesThrough)
    {
        await using var bot = await Registered();
        var first = App.WebhookSecret;
        await Unanswered(comesThrough);
        var second = App.WebhookSecret;
        await Unanswered(comesThrough: false);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (await Deliver(bot, first), await Deliver(bot, second)));

        var early = await Rotate(rotation => rotation.Forget(Stop));
        Assert.False(early.Done);
        Assert.Contains("is not known", early.Says, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (await Deliver(bot, first), await Deliver(bot, second)));

        Assert.True((await Rotate(rotation => rotation.Secret(Stop))).Done);
        Assert.True((await Rotate(rotation => rotation.Forget(Stop))).Done);
        await Registrant.Until(async () => await Deliver(bot, first) == HttpStatusCode.Unauthorized);
        Assert.Equal(
            (HttpStatusCode.Unauthorized, HttpStatusCode.Accepted),
            (await Deliver(bot, second), await Deliver(bot, App.WebhookSecret))
        );
    }

    [Fact]
    public async Task Of_two_at_the_same_moment_one_waits_for_the_other()
    {
        await using var bot = await Registered();
        var first = App.WebhookSecret;
        await using var source = NpgsqlDataSource.Create(_browser.Settings()["Database:ConnectionString"]!);
        await using var another = await source.OpenConnectionAsync(Stop);
        await using var takes = new NpgsqlCommand($"select pg_advisory_lock({Rotation.Lock})", another);
        await takes.ExecuteNonQueryAsync(Stop);

        Assert.Equal(
            new Turned(false, "Another ./sluice rotate is at work on this App: run this again when it has ended."),
            await Rotate(rotation => rotation.Secret(Stop))
        );
        Assert.Equal(first, App.WebhookSecret);

        await using var gives = new NpgsqlCommand($"select pg_advisory_unlock({Rotation.Lock})", another);
        await gives.ExecuteNonQueryAsync(Stop);
        Assert.True((await Rotate(rotation => rotation.Secret(Stop))).Done);
    }

    [Fact]
    public void A_former_secret_that_was_stored_when_there_was_but_one_is_taken_still()
    {
        var until = DateTimeOffset.UnixEpoch.AddDays(1);
        var app = JsonSerializer.Deserialize<Registered>(
            """{"Id":1,"Slug":"s","PrivateKey":"k","WebhookSecret":"new","FormerSecret":"old","FormerUntil":"1970-01-02T00:00:00+00:00"}"""
        )!;

        Assert.Equal([new Former("old", until)], app.Formers);
        Assert.Equal(app.Formers, JsonSerializer.Deserialize<Registered>(JsonSerializer.Serialize(app))!.Formers);
        Assert.Equal(["new", "old"], app.Following("newer").Formers.Select(each => each.Secret));
        Assert.Empty((app with { Formers = [] }).Formers);
    }

    [Fact]
    public async Task A_new_private_key_is_taken_up_once_GitHub_knows_it_and_the_former_one_may_go()
    {
        await using var bot = await Registered();
        using var rsa = RSA.Create(2048);

        var early = await Rotate(rotation => rotation.Key(rsa.ExportRSAPrivateKeyPem(), Stop));
        Assert.False(early.Done);
        Assert.Contains("the one from before stays", early.Says, StringComparison.Ordinal);

        Do(() => App.LaterKeysPem.Add(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.True((await Rotate(rotation => rotation.Key(rsa.ExportRSAPrivateKeyPem(), Stop))).Done);
        Do(() => App.PublicKeyPem = "");
        await Registrant.Until(async () => await Speaks(bot));
    }

    [Fact]
    public async Task What_is_no_key_is_not_stored()
    {
        await using var bot = await Registered();

        Assert.Equal(
            new Turned(false, "That is no RSA private key in PEM form, as GitHub hands it out."),
            await Rotate(rotation => rotation.Key("-----BEGIN", Stop))
        );
        Assert.True(await Speaks(bot));
    }

    [Fact]
    public async Task Files_that_the_settings_name_are_read_again()
    {
        var (key, secret) = (Path.Combine(_browser.Data, "app.pem"), Path.Combine(_browser.Data, "secret"));
        await File.WriteAllTextAsync(key, _hub.PrivateKeyPem, Stop);
        await File.WriteAllTextAsync(secret, "first\n", Stop);
        await using var bot = await _browser.Start(
            more: [("GitHub:AppId", $"{_hub.App.Id}"), ("GitHub:PrivateKeyPath", key), ("GitHub:WebhookSecretPath", secret)]
        );
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Unauthorized), (await Deliver(bot, "first"), await Deliver(bot, "second")));

        using var rsa = RSA.Create(2048);
        Do(() => _hub.App.LaterKeysPem.Add(rsa.ExportSubjectPublicKeyInfoPem()));
        await File.WriteAllTextAsync(secret, "second\nfirst\n", Stop);
        await File.WriteAllTextAsync(key, rsa.ExportRSAPrivateKeyPem(), Stop);
        await Registrant.Until(async () => await Deliver(bot, "second") == HttpStatusCode.Accepted);
        Assert.Equal(HttpStatusCode.Accepted, await Deliver(bot, "first"));
        Do(() => _hub.App.PublicKeyPem = "");
        await Registrant.Until(async () => await Speaks(bot));

        await File.WriteAllTextAsync(secret, "second\n", Stop);
        await Registrant.Until(async () => await Deliver(bot, "first") == HttpStatusCode.Unauthorized);
        await File.WriteAllTextAsync(key, "half of a ke", Stop);
        await Registrant.Until(() =>
            Task.FromResult(_browser.Log.ToString().Contains("so those from before stay in use", StringComparison.Ordinal))
        );
        Assert.True(await Speaks(bot));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _hub.DisposeAsync();
    }

    private void Do(Action work) =>
        _hub.World.Do(() =>
        {
            work();
            return true;
        });

    private async Task<BotHost> Registered()
    {
        var bot = await _browser.Start();
        using var done = await _browser.Register(bot);
        await Registrant.Until(async () => await Deliver(bot, App.WebhookSecret) == HttpStatusCode.Accepted);
        return bot;
    }

    /// <summary>GitHub's answer never comes.</summary>
    /// <param name="comesThrough">GitHub is told all the same.</param>
    private async Task Unanswered(bool comesThrough)
    {
        using var network = new Mute(GitHubConnection.Network(), comesThrough);
        var turned = await Rotate(rotation => rotation.Secret(Stop), network);
        Assert.False(turned.Done);
        Assert.Contains("is not known", turned.Says, StringComparison.Ordinal);
    }

    private async Task<Turned> Rotate(Func<Rotation, Task<Turned>> turn)
    {
        using var network = GitHubConnection.Network();
        return await Rotate(turn, network);
    }

    private async Task<Turned> Rotate(Func<Rotation, Task<Turned>> turn, HttpMessageHandler network)
    {
        var settings = SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(_browser.Settings()).Build());
        return await turn(new Rotation(settings, network, TimeProvider.System));
    }

    private async Task<HttpStatusCode> Deliver(BotHost bot, string secret)
    {
        var body = Encoding.UTF8.GetBytes("""{"zen":"Keep it logically awesome."}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Url, "/webhooks"))
        {
            Content = new ByteArrayContent(body) { Headers = { { "Content-Type", "application/json" } } },
        };
        request.Headers.Add("X-GitHub-Event", "ping");
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", Signature.Of(secret, body));
        using var answer = await _browser.Http.SendAsync(request, Stop);
        return answer.StatusCode;
    }

    /// <summary>The running bot is known to GitHub as the App.</summary>
    private static async Task<bool> Speaks(BotHost bot) =>
        await bot.Services.GetRequiredService<Outside>().Redelivery!.Failed(Stop) is Sluice.Turns.Ports.Answer<Row<HookAttempt>>.Made;

    private sealed class Mute(HttpMessageHandler network, bool comesThrough) : DelegatingHandler(network)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (comesThrough)
            {
                using var answer = await base.SendAsync(request, cancellationToken);
            }

            throw new HttpRequestException(HttpRequestError.ResponseEnded, "the connection broke");
        }
    }
}
