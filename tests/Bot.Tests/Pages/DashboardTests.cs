using Microsoft.Playwright;

namespace Sluice.Bot.Tests.Pages;

/// <summary>What people see, in a real browser.</summary>
public sealed class DashboardTests(PageHost host, Browser browser) : IClassFixture<PageHost>, IClassFixture<Browser>
{
    private const int Heaviest = 200_000;

    public static TheoryData<string, string, string> Pages { get; } =
        new()
        {
            { "repositories", "/", "acme/shop" },
            { "overview", "/acme/shop", "3 builds in flight" },
            { "queue", "/acme/shop/queue/main", "expected to pass with 90%" },
            { "review", "/acme/shop/review", "expected bad changes for each thousand lines" },
            { "pull", "/acme/shop/pull/8", "Landed, then reverted" },
            { "waiting", "/acme/shop/pull/1", "Mark it ready" },
            { "deploys", "/acme/shop/deploys", "#8 is to blame with 97%" },
            { "deploy", "/acme/shop/deploys/bad", "The receipt" },
            { "flow", "/acme/shop/flow", "Lead time by stage" },
            { "agents", "/acme/shop/agents", "OpenAI Codex may have 5 pull requests in the queue at a time" },
            { "agents-models", "/acme/shop/agents?days=7", "OpenAI Codex, gpt-5.1-codex" },
            { "risk", "/acme/shop/risk", "Brier score" },
            { "health", "/acme/shop/health", "Nothing keeps anything from landing" },
            { "nothing", "/acme/nothing", "There is no such page" },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_readable_by_day_and_by_night_and_asks_for_nothing_from_elsewhere(string name, string path, string shows)
    {
        foreach (var theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var seen = await browser.Open(host.Url, path, theme);
            await seen.Keep($"{name}-{theme.ToString().ToLowerInvariant()}");

            Assert.Contains(shows, await seen.Text(), StringComparison.Ordinal);
            Assert.Empty(await seen.TooFaint());
            Assert.Empty(seen.Elsewhere);
            Assert.InRange(await seen.Weight(), 1000, Heaviest);
            Assert.DoesNotContain(
                seen.Complaints,
                said => said.Length > 0 && !(name == "nothing" && said.Contains("404", StringComparison.Ordinal))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_phone_and_has_one_heading_and_a_name_for_every_picture(string name, string path, string shows)
    {
        await using var seen = await browser.Open(host.Url, path, width: 390);
        await seen.Keep($"{name}-phone");

        Assert.Contains(shows, await seen.Text(), StringComparison.Ordinal);
        Assert.Equal(390, await seen.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Empty(
            await seen.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('.tabs a')].filter(each => each.getBoundingClientRect().right > 390).map(each => each.textContent)"
            )
        );
        Assert.Equal(1, await seen.Page.Locator("h1").CountAsync());
        Assert.Equal("en", await seen.Page.EvaluateAsync<string>("() => document.documentElement.lang"));
        Assert.Empty(
            await seen.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('svg[role=img]')].filter(each => !each.querySelector('title')?.textContent || !each.querySelector('desc')?.textContent).map(each => each.outerHTML)"
            )
        );
        Assert.Empty(
            await seen.Page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('[id]')].map(each => each.id).filter((id, at, all) => all.indexOf(id) !== at)"
            )
        );
    }

    /// <summary>A heading's space above it is for those between parts of a page.</summary>
    [Theory]
    [InlineData("/")]
    [InlineData("/acme/shop")]
    [InlineData("/acme/shop/deploys")]
    public async Task A_card_begins_with_its_heading(string path)
    {
        await using var seen = await browser.Open(host.Url, path);

        var below = await seen.Page.EvaluateAsync<double[]>(
            "() => [...document.querySelectorAll('.card')].filter(card => card.querySelector('h2, h3')).map(card => card.querySelector('h2, h3').getBoundingClientRect().top - card.getBoundingClientRect().top)"
        );
        Assert.NotEmpty(below);
        Assert.All(below, pixels => Assert.InRange(pixels, 0, 24));
    }

    [Fact]
    public async Task The_queue_shows_itself_as_a_tree_with_what_failed_together()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/queue/main");

        Assert.Equal("b2", await seen.Page.Locator(".tree > li:has(code:text-is('b1')) ul code").First.InnerTextAsync());
        Assert.Equal(["#5", "#6"], await seen.Page.Locator("h3:has-text('Failed together') + .cards a").AllInnerTextsAsync());
        Assert.Equal(
            "Change <b>number</b> 3",
            (await seen.Page.Locator("tbody tr").Filter(new() { HasText = "#3 " }).Locator("td").Nth(1).InnerTextAsync()).Split('\n')[0][
                3..
            ]
        );
    }

    [Fact]
    public async Task A_story_goes_from_the_opening_to_the_verdict_with_its_evidence()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/pull/8");
        var story = await seen.Page.Locator(".story > li").AllInnerTextsAsync();

        Assert.StartsWith("Opened", story[0], StringComparison.Ordinal);
        Assert.Contains(story, step => step.Contains("landed", StringComparison.Ordinal));
        Assert.Contains(story, step => step.StartsWith("reverted", StringComparison.Ordinal));
        Assert.Equal(2, await seen.Page.Locator("svg .bound").CountAsync());
        Assert.Contains("30 ticks", await seen.Page.Locator("#evidence-d").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_the_way_stands_open_with_what_would_change_it_and_what_is_met_is_folded()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/pull/1");

        Assert.Equal(["It is a draft. Mark it ready."], await seen.Page.Locator(".notice li").AllInnerTextsAsync());
        Assert.False(await seen.Page.Locator("details li").First.IsVisibleAsync());
        await seen.Page.Locator("summary").ClickAsync();
        Assert.Contains("nobody asks for changes", await seen.Page.Locator("details").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_news_appears_by_itself_and_what_was_opened_stays_open()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/queue/main");
        await Assertions.Expect(seen.Page.Locator("[data-live-status]")).ToHaveTextAsync("live");
        Assert.Equal(0, await seen.Page.GetByRole(AriaRole.Link, new() { Name = "#2", Exact = true }).CountAsync());
        await seen.Page.EvaluateAsync("() => { window.stayed = true; document.querySelector('.tabs a').focus(); }");

        await host.Queue(2);
        await host.Lane(1, 3, 4, 5, 6, 2);

        await Assertions
            .Expect(seen.Page.GetByRole(AriaRole.Link, new() { Name = "#2", Exact = true }))
            .ToBeVisibleAsync(new() { Timeout = 15_000 });
        Assert.True(
            await seen.Page.EvaluateAsync<bool>("() => window.stayed === true && document.activeElement.closest('.tabs') !== null")
        );
    }

    [Fact]
    public async Task A_page_that_was_refused_its_news_for_a_while_comes_to_life_by_itself()
    {
        await using var seen = await browser.Open(host.Url, "/schema/sluice.json");
        var refused = 0;
        await seen.Page.RouteAsync(
            "**/events",
            route => Interlocked.Increment(ref refused) == 1 ? route.FulfillAsync(new() { Status = 503 }) : route.ContinueAsync()
        );

        var asked = seen.Page.WaitForRequestAsync(request =>
            request is { ResourceType: "fetch" } && request.Url.EndsWith("/queue/main", StringComparison.Ordinal)
        );

        await seen.Go("/acme/shop/queue/main");

        await Assertions.Expect(seen.Page.Locator("[data-live-status]")).ToHaveTextAsync("live", new() { Timeout = 20_000 });
        Assert.True(refused > 1);
        await asked; // for what happened meanwhile
    }

    [Fact]
    public async Task Without_scripts_everything_is_there_and_the_page_comes_again_by_itself()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/queue/main", scripts: false);

        Assert.Contains("expected to pass", await seen.Text(), StringComparison.Ordinal);
        Assert.Equal(1, await seen.Page.Locator("meta[http-equiv=refresh]").CountAsync());
    }

    [Fact]
    public async Task The_keyboard_gets_to_the_content_and_through_the_tabs()
    {
        await using var seen = await browser.Open(host.Url, "/acme/shop/flow");

        await seen.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("To the content", await seen.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        for (var presses = 0; presses < 3; presses++)
        {
            await seen.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Equal("Queue", await seen.Page.EvaluateAsync<string>("() => document.activeElement.textContent"));
        Assert.NotEqual("none", await seen.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await seen.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(seen.Page.Locator("h1")).ToHaveTextAsync("Queue of main");
    }
}
