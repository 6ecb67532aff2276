using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Bot;
using Sluice.Bot.GitHub.Chain;
using Sluice.Hub;
using Sluice.Sim.Histories;
using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <param name="Speed">How much faster people, CI and deployer are than they would be.</param>
internal sealed record DemoOptions(int Pulls, ulong Seed, bool Keep, double Speed, bool Json)
{
    /// <summary>How long it may take: more pull requests and slower people take longer in proportion.</summary>
    public TimeSpan Longest => TimeSpan.FromSeconds(115) * ((double)Pulls / Script.Fewest) / Math.Min(Speed, 1);
}

/// <summary>
/// The whole way on one machine: hub, CI, deployer, fleet, metrics and the true bot; a script is played, and the hub's log is judged.
/// </summary>
internal static class DemoRun
{
    /// <summary>The demo plays a morning in a minute: what GitHub allows in ten minutes is its minute's allowance, on both sides.</summary>
    private static readonly RateLimits Hasty = new(Points: 8_100, GraphPoints: 18_000, NotifiesPerMinute: 720);

    public static async Task<int> Run(DemoOptions options, CancellationToken stop)
    {
        var (started, directory) = (TimeProvider.System.GetTimestamp(), Directory.CreateTempSubdirectory("sluice-demo-").FullName);
        var console = Screens.Progress();
        var (counters, backstage) = (new Counters(TimeProvider.System), new Backstage());
        console.MarkupLine("[grey]starting a GitHub, a CI, a fleet, a PostgreSQL and the bot …[/]");
        try
        {
            await using var hub = await Stage.Build(options.Seed, Path.Combine(directory, "hub"));
            await using var ci = new Ci(hub, backstage, Path.Combine(directory, "ci"), TimeSpan.FromSeconds(1.5) / options.Speed);
            await using var fleet = new Fleet(counters, backstage, options.Seed);
            await using var deployer = new Deployer(
                hub,
                fleet,
                backstage,
                Path.Combine(directory, "fleet"),
                TimeSpan.FromSeconds(0.5) / options.Speed
            );
            await using var metrics = await MetricsFace.Start(counters);
            stop.ThrowIfCancellationRequested();
            await using var bot = await StartBot(hub, metrics, Path.Combine(directory, "bot"), stop);
            hub.Toll.Numbers = hub.Toll.Numbers with { PointsPerMinute = 9_000, GraphQlPointsPerMinute = 20_000, ContentPerMinute = 800 };
            hub.World.Do(() => hub.App.WebhookUrl = $"{bot.Url}webhooks");

            var team = new Team(hub);
            var ending = new Ending(hub, team);
            var view = new View(hub, team, ending);
            var ended = await Play(options, console, view, ending, team, backstage, Script.Of(options.Pulls, options.Seed), stop);
            var broken = new Verdicts(hub, team, ending, ended).Broken().ToList();
            if (!ended)
            {
                broken.Insert(
                    0,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"it did not come to its end within {options.Longest.TotalSeconds:0} seconds: is the machine busy with something else? A lower --speed gives it longer"
                    )
                );
            }

            var summary = hub.World.Do(() =>
                Summary.Of(hub, team, ending, TimeProvider.System.GetElapsedTime(started), broken) with
                {
                    HasEnded = ended,
                }
            );
            Tell(options, console, view, summary);
            if (options.Keep)
            {
                console.MarkupLine($"[grey]the lane's page: {bot.Url}acme/shop/queue/main – Ctrl-C ends it[/]");
                await await Task.WhenAny(
                    backstage.Failed,
                    Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default)
                );
            }

            return broken.Count == 0 ? 0 : 1;
        }
        finally
        {
            await Folder.Remove(directory);
        }
    }

    private static async Task<bool> Play(
        DemoOptions options,
        IAnsiConsole console,
        View view,
        Ending ending,
        Team team,
        Backstage backstage,
        IReadOnlyList<ScriptedPull> script,
        CancellationToken stop
    )
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(options.Longest);
        var playing = team.Play(script, TimeSpan.FromSeconds(0.4) / options.Speed, late.Token);
        try
        {
            if (console.Profile.Capabilities.Interactive && !options.Json)
            {
                // Cleared at the end: the whole board follows on standard output.
                await console
                    .Live(Drawn())
                    .AutoClear(true)
                    .StartAsync(async live => await Watch(() => live.UpdateTarget(Drawn()), TimeSpan.FromSeconds(0.5)));
            }
            else
            {
                await Watch(() => console.WriteLine(view.Line()), TimeSpan.FromSeconds(5));
            }

            await playing;
            return true;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            // Whoever opens pull requests has ended before the hub does; how, is told above.
            await late.CancelAsync();
            await Task.WhenAny(playing);
        }

        Rows Drawn() => view.Draw(console.Profile.Width, console.Profile.Height);

        async Task Watch(Action tell, TimeSpan every)
        {
            var told = TimeProvider.System.GetTimestamp();
            while (!ending.HasCome(script.Count))
            {
                foreach (var failed in new[] { backstage.Failed, playing }.Where(each => each.IsFaulted))
                {
                    await failed;
                }

                if (TimeProvider.System.GetElapsedTime(told) >= every)
                {
                    told = TimeProvider.System.GetTimestamp();
                    tell();
                }

                team.LookAtReverts();
                await Task.Delay(TimeSpan.FromMilliseconds(200), late.Token);
            }

            tell();
        }
    }

    private static void Tell(DemoOptions options, IAnsiConsole console, View view, Summary summary)
    {
        if (options.Json)
        {
            Terminal.Hand(summary.ToJson(options.Seed).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        }
        else
        {
            var result = Screens.Result();
            result.Write(view.Draw(result.Profile.Width, int.MaxValue));
            result.Write(summary.Draw(options.Keep));
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
            [],
            settings,
            adjust: builder => builder.Logging.ClearProviders().AddFilter(level => level >= LogLevel.Warning),
            connect: (known, services) => Outside.Connect(known, services, Hasty) with { Replay = Replay.Of },
            passing: true,
            stop: stop
        );
    }
}
