using Microsoft.Playwright;
using Sluice.Bot.Tests.Verbs;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Bot.Tests.Pages;

/// <summary>The picture that <c>simulate --svg</c> draws, as a browser shows it.</summary>
public sealed class WaitingChartTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    /// <summary>Every two texts that cover each other, and every text that sticks out.</summary>
    private const string Clashes = """
        () => {
          const texts = [...document.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
          const picture = document.documentElement.getBoundingClientRect();
          const found = texts.filter(([, box]) => box.left < 0 || box.top < 0 || box.right > picture.right || box.bottom > picture.bottom).map(([text]) => `${text} sticks out`);
          texts.forEach(([one, a], i) => texts.slice(i + 1).forEach(([other, b]) => {
            if (a.left < b.right && b.left < a.right && a.top < b.bottom - 2 && b.top < a.bottom - 2) found.push(`${one} / ${other}`);
          }));
          return found;
        }
        """;

    private const string Ground = """() => getComputedStyle(document.querySelector(".ground")).fill""";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-chart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(13, 17, 23)")]
    public async Task No_label_covers_another_and_it_is_as_light_or_dark_as_the_screen(ColorScheme theme, string ground)
    {
        var trace = House.At("tests/Sim.Tests/Traces/agent_flood.csv");
        var (exit, _, said) = await SluiceProcess.Run("simulate", trace, "--slots", "4", "--svg", Path.Combine(_folder, "chart.svg"));
        Assert.True(exit == 0, said);

        await using var seen = await browser.Open($"file://{_folder}/", "chart.svg", theme);

        Assert.Equal(12, await seen.Page.Locator("polyline").CountAsync());
        Assert.Empty(await seen.Page.EvaluateAsync<string[]>(Clashes));
        Assert.Equal(ground, await seen.Page.EvaluateAsync<string>(Ground));
        Assert.DoesNotContain(seen.Complaints, complaint => complaint.Length > 0);
        Assert.True(await seen.Page.GetByRole(AriaRole.Img, new() { Name = "Pull requests waiting: agent_flood.csv" }).CountAsync() == 1);
    }
}
