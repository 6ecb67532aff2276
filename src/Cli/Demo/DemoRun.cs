using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Bot;
using Sluice.Bot.GitHub.Chain;
using Sluice.Hub;
using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <param name="Speed">How much faster people, CI and deployer are than they would be.</param>
public sealed record DemoOptions(int Pulls, ulong Seed, bool Keep, double Speed, bool Json);

/// <summary>The whole way on one machine: hub, CI, deployer, fleet, metrics and the true bot; a script is played, and the hub's log is judged.</summary>
public static class DemoRun
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(115);

    /// <summary>The demo plays a morning in a minute: what GitHub allows in ten minutes is its minute's allowance, on both sides.</summary>
    private static readonly RateLimits Hasty = new(Points: 8_100, GraphPoints: 18_000, NotifiesPerMinute: 720);

    public static async Task<int> Run(DemoOptions options, CancellationToken stop)
    {
        var (started, directory) = (TimeProvider.System.GetTimestamp(), Directory.CreateTempSubdirectory("sluice-demo-").FullName);
        var console = Screen();
        var counters = new Counters(TimeProvider.System);
        console.MarkupLine("[grey]starting a GitHub, a CI, a fleet, a PostgreSQL and the bot …[/]");
        try
        {
            await using var hub = await Stage.Build(options.Seed, Path.Combine(directory, "hub"));
            await using var ci = new Ci(hub, Path.Combine(directory, "ci"), TimeSpan.FromSeconds(1.5) / options.Speed);
            await using var fleet = new Fleet(counters, options.Seed);
            await using var deployer = new Deployer(hub, fleet, Path.Combine(directory, "fleet"), TimeSpan.FromSeconds(0.5) / options.Speed);
            await using var metrics = await MetricsFace.Start(counters);
            await using var bot = await StartBot(hub, metrics, Path.Combine(directory, "bot"), stop);
            hub.Toll.Numbers = hub.Toll.Numbers with { PointsPerMinute = 9_000, GraphQlPointsPerMinute = 20_000, ContentPerMinute = 800 };
            hub.World.Do(() => hub.App.WebhookUrl = $"{bot.Url}webhooks");

            var team = new Team(hub);
            var ending = new Ending(hub, team);
            var script = Script.Of(options.Pulls, options.Seed);
            var ended = await Play(options, console, new View(hub, team, ending), ending, team, script, stop);
            var broken = new Verdicts(hub, team, ending).Broken().ToList();
            if (!ended)
            {
                broken.Insert(0, $"it did not come to its end within {Longest.TotalSeconds} seconds");
            }

            var summary = hub.World.Do(() => Summary.Of(hub, team, ending, TimeProvider.System.GetElapsedTime(started), broken));
            Tell(options, console, new View(hub, team, ending), summary, bot.Url);
            if (options.Keep)
            {
                console.MarkupLine($"[grey]dashboard: {bot.Url}acme/shop/queue/main – Ctrl-C ends it[/]");
                await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            }

            return broken.Count == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<bool> Play(
        DemoOptions options, IAnsiConsole console, View view, Ending ending, Team team, IReadOnlyList<ScriptedPull> script, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Longest);
        var playing = team.Play(script, TimeSpan.FromSeconds(0.4) / options.Speed, late.Token);
        try
        {
            if (console.Profile.Capabilities.Interactive && !options.Json)
            {
                await console.Live(Drawn()).StartAsync(async live => await Watch(() => live.UpdateTarget(Drawn()), team, ending, script, TimeSpan.FromSeconds(0.5), late.Token));
            }
            else
            {
                await Watch(() => console.WriteLine(view.Line()), team, ending, script, TimeSpan.FromSeconds(5), late.Token);
            }

            await playing;
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }

        Rows Drawn() => view.Draw(console.Profile.Width, console.Profile.Height);
    }

    /// <summary>Standard output is the document's alone. Colours and redrawing are for terminals, not for logs.</summary>
    private static IAnsiConsole Screen()
    {
        var log = Console.IsErrorRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = log ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = log ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = log ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(Console.Error),
        });
        console.Profile.Width = log ? 120 : console.Profile.Width;
        return console;
    }

    private static async Task Watch(Action tell, Team team, Ending ending, IReadOnlyList<ScriptedPull> script, TimeSpan every, CancellationToken stop)
    {
        var told = TimeProvider.System.GetTimestamp();
        while (!ending.HasCome(script.Count))
        {
            if (TimeProvider.System.GetElapsedTime(told) >= every)
            {
                told = TimeProvider.System.GetTimestamp();
                tell();
            }

            team.LookAtReverts();
            await Task.Delay(TimeSpan.FromMilliseconds(200), stop);
        }

        tell();
    }

    private static void Tell(DemoOptions options, IAnsiConsole console, View view, Summary summary, Uri bot)
    {
        if (options.Json)
        {
            Console.WriteLine(summary.ToJson(options.Seed).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        }
        else
        {
            console.Write(view.Draw(console.Profile.Width, int.MaxValue));
            console.Write(summary.Draw(bot));
        }

        foreach (var line in summary.Broken)
        {
            console.MarkupLine($"[red]✗ {Markup.Escape(line)}[/]");
        }
    }

    private static async Task<BotHost> StartBot(HubServer hub, MetricsFace metrics, string data, CancellationToken stop)
    {
        Directory.CreateDirectory(data);
        var settings = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["GitHub:ApiUrl"] = hub.Url,
            ["GitHub:WebUrl"] = hub.Url,
            ["GitHub:AppId"] = hub.App.Id.ToString(CultureInfo.InvariantCulture),
            ["GitHub:PrivateKey"] = hub.PrivateKeyPem,
            ["GitHub:WebhookSecret"] = hub.WebhookSecret,
            ["Data:Path"] = data,
            ["Database:ConnectionString"] = null, // never one that is configured on this machine for something else
            ["Metrics:Sources:fleet:PrometheusUrl"] = metrics.Url,
            ["urls"] = "http://127.0.0.1:0",
        };
        return await BotHost.Start(
            [], settings, adjust: builder => builder.Logging.ClearProviders().AddFilter(level => level >= LogLevel.Warning),
            connect: (known, services) => Outside.Connect(known, services, Hasty), passing: true, stop: stop);
    }
}
