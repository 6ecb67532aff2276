using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Sluice.Bot.GitHub;
using Sluice.Bot.Jobs;
using Sluice.Bot.Operating;
using Sluice.Bot.Tests.Jobs;
using Sluice.Bot.Tests.Pages;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Operating;

/// <summary>The operators' page over a running engine. The settings name ada as an operator.</summary>
public sealed class OperatorTests(TestPostgres server, Browser browser) : IAsyncLifetime, IClassFixture<Browser>
{
    private readonly Taken _taken = new();
    private Front _front = null!;
    private Npgsql.NpgsqlDataSource _source = null!;

    public async ValueTask InitializeAsync() =>
        _front = await Front.Open(
            server,
            (services, source) =>
            {
                _source = source;
                services.AddEngine(
                    source,
                    new Pace { Sweep = TimeSpan.FromHours(1) },
                    true,
                    _ => _taken.Take,
                    _ => (_, _) => Task.CompletedTask
                );
                services.AddOperators();
                services.AddSingleton(new Outages(new OutageLimits(), TimeProvider.System));
            }
        );

    [Theory]
    [InlineData(null)]
    [InlineData("eve")]
    public async Task Who_is_no_operator_finds_no_such_page_and_nothing_to_do(string? login)
    {
        var cookie = login is null ? null : (await _front.SignIn(login)).Cookie;

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/operator", cookie: cookie));
        Assert.Equal(HttpStatusCode.NotFound, await Act("pause", cookie));
        Assert.False(await StandsStill());
        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task A_token_even_one_that_an_operator_made_is_no_operator()
    {
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/operator", Front.Reader));
        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/operator", _front.Hub.Tokens["ada"]));
    }

    [Fact]
    public async Task A_sign_in_that_was_revoked_at_GitHub_is_an_operators_no_more()
    {
        var cookie = (await _front.SignIn("ada")).Cookie;
        _front.Hub.World.Do(() =>
        {
            foreach (var given in _front.Hub.World.Tokens.Keys.Where(token => token.StartsWith("ghu_", StringComparison.Ordinal)).ToList())
            {
                _front.Hub.World.Tokens.Remove(given);
            }

            return true;
        });

        Assert.Equal(HttpStatusCode.NotFound, await _front.Status("/operator", cookie: cookie));
        Assert.Equal(HttpStatusCode.NotFound, await Act("pause", cookie, "it was mine"));
        Assert.False(await StandsStill());
    }

    [Fact]
    public async Task An_operator_sees_every_repository_also_one_whose_own_pages_are_not_theirs()
    {
        var page = await Page();

        Assert.Contains("acme/shop", page, StringComparison.Ordinal);
        Assert.Contains("acme/vault", page, StringComparison.Ordinal);
        Assert.Contains("Turns are taken.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_how_many_webhooks_came_and_when_the_last_one_did()
    {
        Assert.Contains("0 deliveries within the last hour.", await Page(), StringComparison.Ordinal);
        await _front.Store.Receive([new("one", []), new("two", [])], Front.Stop);
        Assert.Matches(@"2 deliveries within the last hour, the last <time [^>]+>[\d.]+ s ago</time>", await Page());
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData(null)]
    public async Task Another_site_makes_an_operators_browser_do_nothing(string? site)
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Act("pause", (await _front.SignIn("ada")).Cookie, site: site));
        Assert.False(await StandsStill());
        Assert.Empty(await Acts());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Nobody_stops_everything_without_a_reason(string why)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Act("pause", (await _front.SignIn("ada")).Cookie, why));
        Assert.False(await StandsStill());
        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task An_operator_stops_everything_and_what_was_rung_is_heard_when_it_goes_on()
    {
        var cookie = (await _front.SignIn("ada")).Cookie;
        Assert.Equal(HttpStatusCode.Found, await Act("pause", cookie, "an incident at GitHub"));
        Assert.Contains("Everything stands still.", await Page(), StringComparison.Ordinal);

        var bell = _front.Services.GetRequiredService<IBell>();
        await bell.Ring([new PullSubject(_front.Hub.Shop.Id, 3)], Front.Stop);
        await bell.SetAlarm(new LaneSubject(_front.Hub.Shop.Id, "main"), TimeProvider.System.GetUtcNow(), Front.Stop);
        await Stored("PAUSED", 2);
        Assert.Empty(_taken.All);

        Assert.Equal(HttpStatusCode.Found, await Act("resume", cookie));
        await _taken.Wait(2);
        Assert.Equal([("ada", "resume", ""), ("ada", "pause", "an incident at GitHub")], await Acts());
        Assert.Contains("an incident at GitHub", await Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_has_a_dead_alarm_heard_again()
    {
        var subject = new PullSubject(_front.Hub.Shop.Id, 3);
        await _front.Store.Note(subject, 0, PullLedger.New with { Ticket = 1 }, [], Some.Noon, Front.Stop);
        await _front.Services.GetRequiredService<IBell>().SetAlarm(subject, TimeProvider.System.GetUtcNow().AddHours(1), Front.Stop);
        await using (var connection = await _source.OpenConnectionAsync(Front.Stop))
        {
            await connection.ExecuteAsync("update qrtz_triggers set trigger_state = 'ERROR' where job_name = @Key", subject);
        }

        Assert.Contains($"<code>{subject.Key}</code></td><td><span class=\"mark bad\">dead", await Page(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await Act("ring", (await _front.SignIn("ada")).Cookie, subject.Key));
        await _taken.Wait();
        Assert.DoesNotContain("dead", await Page(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1200)]
    [InlineData(ColorScheme.Dark, 1200)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task The_page_is_readable_by_day_and_by_night_and_on_a_phone_and_asks_for_nothing_from_elsewhere(
        ColorScheme theme,
        int width
    )
    {
        await using var seen = await browser.Open(_front.Address, "/", theme, width);
        var cookie = (await _front.SignIn("ada")).Cookie.Split('=', 2);
        await seen.Page.Context.AddCookiesAsync([
            new()
            {
                Name = cookie[0],
                Value = cookie[1],
                Url = _front.Address,
            },
        ]);
        await seen.Go("/operator");
        await seen.Keep($"operator-{(width == 390 ? "phone" : theme.ToString().ToLowerInvariant())}");

        Assert.Contains("Turns are taken.", await seen.Text(), StringComparison.Ordinal);
        Assert.Empty(await seen.TooFaint());
        Assert.Empty(seen.Elsewhere);
        Assert.DoesNotContain(seen.Complaints, said => said.Length > 0);
        Assert.Equal(width, await seen.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await seen.Page.GetByLabel("Why everything shall stand still").FillAsync("a drill");
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Stop everything" }).ClickAsync();
        await Assertions.Expect(seen.Page.Locator(".notice")).ToContainTextAsync("Everything stands still.");
    }

    [Fact]
    public async Task What_is_no_subject_is_not_rung()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Act("ring", (await _front.SignIn("ada")).Cookie, "pull/7/x"));
        Assert.Empty(await Acts());
    }

    [Fact]
    public async Task A_subject_with_the_longest_name_is_rung()
    {
        var subject = new LaneSubject(_front.Hub.Shop.Id, new string('b', 240));
        await _front.Store.Note(subject, 0, LaneLedger.New, [], Some.Noon, Front.Stop);

        Assert.Equal(HttpStatusCode.Found, await Act("ring", (await _front.SignIn("ada")).Cookie, subject.Key));
        await _taken.Wait();
    }

    /// <summary>Behind a proxy, without the setting, an operator's own button is taken for another site's.</summary>
    [Fact]
    public async Task Whoever_is_taken_for_another_site_is_told_where_ours_is_and_what_to_set()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/operator/pause");
        request.Headers.Add("Origin", "https://sluice.example");
        using var answer = await _front.Send(request, cookie: (await _front.SignIn("ada")).Cookie);

        var page = await answer.Content.ReadAsStringAsync(Front.Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains($"href=\"{_front.Address}\"", page, StringComparison.Ordinal);
        Assert.Contains("<code>Web__PublicUrl</code>", page, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync() => await _front.DisposeAsync();

    private async Task<string> Page()
    {
        using var answer = await _front.Get("/operator", cookie: (await _front.SignIn("ada")).Cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Front.Stop);
    }

    private async Task<HttpStatusCode> Act(string act, string? cookie, string about = "", string? site = "same-origin")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/operator/{act}")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("about", about)]),
        };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await _front.Send(request, cookie: cookie);
        return answer.StatusCode;
    }

    private Task<bool> StandsStill() => _front.Services.GetRequiredService<Standstill>().Holds(Front.Stop);

    private async Task<IEnumerable<(string, string, string)>> Acts()
    {
        await using var connection = await _source.OpenConnectionAsync(Front.Stop);
        return await connection.QueryAsync<(string, string, string)>("select login, act, about from operations order by seq desc");
    }

    /// <summary>Until so many of the engine's triggers are in a state.</summary>
    private async Task Stored(string state, int count)
    {
        await using var connection = await _source.OpenConnectionAsync(Front.Stop);
        while (
            await connection.ExecuteScalarAsync<long>(
                "select count(*) from qrtz_triggers where trigger_state = @state and job_group = 'turn'",
                new { state }
            ) < count
        )
        {
            await Task.Delay(20, Front.Stop);
        }
    }
}
