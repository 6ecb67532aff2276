using System.Net;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;

namespace Sluice.Hub.Tests;

public sealed class WeatherTests : HubTest
{
    [Fact]
    public void A_lost_webhook_is_never_handed_over_and_stands_in_the_log_as_timed_out()
    {
        var (heard, logged) = Play(new Weather { HooksLost = 1 });
        Assert.Empty(heard);
        Assert.All(logged, d => Assert.Equal(("timed out", 504), (d.Outcome!.Status, d.Outcome.StatusCode)));
        Assert.NotEmpty(logged);
    }

    [Fact]
    public void A_doubled_webhook_comes_twice_with_one_guid()
    {
        var (heard, _) = Play(new Weather { HooksDoubled = 1, ShuffleSpan = TimeSpan.Zero });
        Assert.NotEmpty(heard);
        Assert.All(heard.GroupBy(d => d.Guid), copies => Assert.Equal(2, copies.Count()));
    }

    [Fact]
    public void A_delayed_webhook_is_not_there_yet()
    {
        var (heard, _) = Play(new Weather { HooksDelayed = 1, HookDelay = TimeSpan.FromHours(1) });
        Assert.Empty(heard);
        Assert.True(World.Do(() => World.Agenda.NextDue > World.Now));
    }

    [Fact]
    public void The_same_seed_throws_the_same_weather()
    {
        var weather = new Weather
        {
            HooksLost = 0.3,
            HooksDoubled = 0.3,
            HooksDelayed = 0.3,
            HooksShuffled = 0.3,
            ApiErrors = 0.2,
            ApiLostAnswers = 0.2,
        };
        Assert.Equal(Throws(weather), Throws(weather));
        Assert.Contains(Throws(weather), t => t.StartsWith("0 ", StringComparison.Ordinal));
        Assert.Contains(Throws(weather), t => t.StartsWith("2 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_error_leaves_nothing_done()
    {
        var bot = await Bot();
        await Nobody().Put("/_hub/weather", new { api_errors = 1.0 });
        Assert.Equal(HttpStatusCode.BadGateway, (await bot.Post($"{Shop}/statuses/{Tip()}", new { state = "success" })).Status);
        Assert.Empty(World.Do(() => Hub.Shop.Marks.StatusesOn(Tip())));
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_work_done()
    {
        var ada = As("ada");
        await Nobody().Put("/_hub/weather", new { api_lost_answers = 1.0 });
        await Assert.ThrowsAsync<HttpRequestException>(() => ada.Post($"{Shop}/statuses/{Tip()}", new { state = "success" }));
        Assert.Single(World.Do(() => Hub.Shop.Marks.StatusesOn(Tip())));
    }

    [Fact]
    public async Task A_conflict_in_passing_meets_only_what_moves_branches()
    {
        Push("topic", "a", "b");
        var bot = await Bot();
        await Nobody().Put("/_hub/weather", new { api_conflicts = 1.0 });
        Assert.Equal(HttpStatusCode.Conflict, (await bot.Post($"{Shop}/merges", new { @base = "main", head = "topic" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.Get($"{Shop}/commits/main/status")).Status);
        await Nobody().Put("/_hub/weather", new { });
        Assert.Equal(HttpStatusCode.Created, (await bot.Post($"{Shop}/merges", new { @base = "main", head = "topic" })).Status);
    }

    [Fact]
    public async Task An_unknown_kind_of_weather_is_refused() =>
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Nobody().Put("/_hub/weather", new { hail = 0.5 })).Status);

    private (Delivery[] Heard, Delivery[] Logged) Play(Weather weather) =>
        World.Do(() =>
        {
            var heard = new List<Delivery>();
            World.Weather = weather;
            Hub.Deliveries.Receive(Hub.App, heard.Add);
            World.Statuses.Set(new Caller.User(World.Accounts["ada"]), Hub.Shop, Hub.Shop.Branch("main")!, "success");
            World.Agenda.RunDue();
            return (heard.ToArray(), Hub.Deliveries.Of(Hub.App).ToArray());
        });

    private static string[] Throws(Weather weather)
    {
        var dice = new Dice(7);
        return
        [
            .. Enumerable
                .Range(0, 50)
                .Select(_ => weather.HookDelays(dice))
                .Select(d => $"{d.Length} {string.Join(' ', d)} {weather.Fate(dice, true)}"),
        ];
    }
}
