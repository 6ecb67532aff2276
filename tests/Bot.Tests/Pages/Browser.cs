using Microsoft.Playwright;

namespace Sluice.Bot.Tests.Pages;

/// <summary>A real Chromium, the one of the system.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-gpu"] }
        );
    }

    internal async Task<Seen> Open(string root, string path, ColorScheme theme = ColorScheme.Light, int width = 1200, bool scripts = true)
    {
        var context = await _browser.NewContextAsync(
            new()
            {
                BaseURL = root,
                ColorScheme = theme,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = 900 },
                JavaScriptEnabled = scripts,
            }
        );
        var seen = new Seen(context, await context.NewPageAsync(), root);
        await seen.Go(path);
        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}

/// <summary>A page as it is seen, with everything that it asked for and complained of.</summary>
internal sealed class Seen : IAsyncDisposable
{
    /// <summary>Of every text: how it stands out from what is behind it, where that is less than AA asks for.</summary>
    private const string Faint = """
        () => {
          const parts = text => text.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const ground = getComputedStyle(at).backgroundColor;
              if (!ground.startsWith("rgb(")) { if (!/, 0\)$|\/ 0\)$/.test(ground)) return null; continue; }
              return parts(ground);
            }
            return [255, 255, 255];
          };
          const faint = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.textContent.trim() || element.closest("title, desc, script, noscript, .skip, .aside") || !element.getClientRects().length) continue;
            const style = getComputedStyle(element);
            const ground = behind(element), ink = parts(element instanceof SVGElement ? style.fill : style.color);
            if (!ground) continue;
            const [one, other] = [light(ink), light(ground)].sort((a, b) => b - a);
            const ratio = (one + 0.05) / (other + 0.05);
            const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
            if (ratio < (large ? 3 : 4.5)) faint.push(`${walker.currentNode.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
          }
          return faint;
        }
        """;

    private readonly IBrowserContext _context;
    private readonly string _root;
    private readonly List<Task<byte[]>> _bodies = [];

    public Seen(IBrowserContext context, IPage page, string root)
    {
        (_context, Page, _root) = (context, page, root);
        page.Console += (_, said) => Complaints.Add(said.Type is "error" or "warning" ? said.Text : "");
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requests.Add(request.Url);
        page.Response += (_, response) =>
        {
            if (!response.Url.EndsWith("/events", StringComparison.Ordinal))
            {
                _bodies.Add(response.BodyAsync());
            }
        };
    }

    public IPage Page { get; }

    public List<string> Requests { get; } = [];

    public List<string> Complaints { get; } = [];

    public IEnumerable<string> Elsewhere => Requests.Where(url => !url.StartsWith(_root, StringComparison.Ordinal));

    public async Task Go(string path) => await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });

    public async Task<long> Weight() => (await Task.WhenAll(_bodies)).Sum(body => (long)body.Length);

    public Task<string[]> TooFaint() => Page.EvaluateAsync<string[]>(Faint);

    public Task<string> Text() => Page.Locator("main").InnerTextAsync();

    /// <summary>Kept beside the results, for whoever wants to look.</summary>
    public Task Keep(string name) =>
        Page.ScreenshotAsync(
            new() { Path = Path.Combine(Sluice.Flow.Tests.Tidy.House.Root, "artifacts", "screens", $"{name}.png"), FullPage = true }
        );

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
