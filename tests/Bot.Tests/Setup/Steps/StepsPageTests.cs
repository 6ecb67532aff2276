using Microsoft.Playwright;
using Sluice.Bot.Tests.Pages;
using Sluice.Bot.Tests.Store;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Setup.Steps;

/// <summary>Setting up as somebody sees it, in a real Chromium.</summary>
public sealed class StepsPageTests(TestPostgres server, Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task From_the_button_to_where_nothing_is_left_but_what_GitHub_has_to_be_told(ColorScheme theme)
    {
        await using var hub = await HubServer.Start();
        await using var registrant = new Registrant(hub, await server.Create());
        await using var bot = await registrant.Start();
        await using var seen = await browser.Open(bot.Url.AbsoluteUri.TrimEnd('/'), "/setup", theme);
        await seen.Page.GetByLabel("Organization").FillAsync("acme");
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Register the App" }).ClickAsync();
        await seen.Page.WaitForURLAsync("**/setup/callback**", new() { WaitUntil = WaitUntilState.Commit });
        await Registrant.Until(async () =>
            (await registrant.Get(bot, "/readyz")).IsSuccessStatusCode
            && (await registrant.Get(bot, "/setup")).StatusCode == System.Net.HttpStatusCode.NotFound
        );

        await seen.Page.GetByRole(AriaRole.Link, new() { Name = "Then go on here" }).ClickAsync();
        await Assertions.Expect(seen.Page.Locator("main")).ToContainTextAsync("it is installed nowhere");
        hub.World.Do(() => hub.World.People.Install(hub.World.Apps.Values.Last(), hub.World.Accounts["acme"], hub.Shop));

        // Nobody asks for the page again: what is new comes by itself.
        await Assertions
            .Expect(seen.Page.Locator("main"))
            .ToContainTextAsync("people can merge into main around the queue", new() { Timeout = 30_000 });
        await seen.Page.GetByRole(AriaRole.Button, new() { Name = "Open the pull request that sets it up" }).ClickAsync();
        await Assertions
            .Expect(seen.Page.GetByRole(AriaRole.Link, new() { Name = "The pull request that sets it up" }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Empty(await seen.TooFaint());
        await seen.Keep($"setup-{theme}");
    }
}
