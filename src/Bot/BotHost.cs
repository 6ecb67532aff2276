using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Api;
using Sluice.Bot.GitHub;
using Sluice.Bot.Health;
using Sluice.Bot.Jobs;
using Sluice.Bot.Mcp;
using Sluice.Bot.Metrics;
using Sluice.Bot.Notifying;
using Sluice.Bot.Operating;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Setup.Steps;
using Sluice.Bot.Store;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Tracing;
using Sluice.Bot.Visiting;
using Sluice.Bot.Webhooks;
using Sluice.Flow;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot;

/// <summary>The bot, put together from its settings: the same for <c>sluice serve</c>, the demo and the tests.</summary>
public sealed class BotHost : IAsyncDisposable
{
    private readonly Database _database;
    private readonly Handover? _handover;
    private WebApplication _app;

    private BotHost(WebApplication app, Database database, Handover? handover)
    {
        (_app, _database, _handover) = (app, database, handover);
        handover?.Begin(app, next => _app = next);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => _app.Services;

    /// <summary>Where it is to be found, and what it lacks: for whoever started it.</summary>
    public string Greeting
    {
        get
        {
            var settings = Services.GetRequiredService<BotSettings>();
            var address = (settings.PublicUrl ?? Url).AbsoluteUri.TrimEnd('/');
            return settings.GitHub.App is { } app
                ? $"Sluice is up as App {app.Id} of {settings.GitHub.WebUrl.Host}. Dashboard: {address}/  Webhooks: {address}/webhooks"
                : $"Sluice is up at {address}, and knows no GitHub App yet, so that it looks after nothing.\nOpen {address}/setup to register one.";
        }
    }

    /// <param name="arguments">Settings as <c>--GitHub:AppId=7</c>.</param>
    /// <param name="more">Settings that go before all others; with them no file in the working folder is read.</param>
    /// <param name="adjust">Logging and the like, for tests and the demo.</param>
    /// <param name="connect">Another world than the real one.</param>
    /// <param name="passing">A private database is deleted at the end.</param>
    /// <exception cref="SettingsException">A setting is missing, malformed, unknown, or cannot be followed here.</exception>
    /// <exception cref="DatabaseException">The database is not to be had, or is of a newer version.</exception>
    public static async Task<BotHost> Start(
        string[] arguments,
        IReadOnlyDictionary<string, string?>? more = null,
        Action<WebApplicationBuilder>? adjust = null,
        Func<BotSettings, IServiceProvider, Outside>? connect = null,
        bool passing = false,
        CancellationToken stop = default
    )
    {
        var builder = Builder(arguments, more, adjust);
        var settings = SettingsReader.Read(builder.Configuration);
        Listening.Try(builder.Configuration["urls"] ?? "");
        if (settings.Database is null || settings.GitHub.App is not null)
        {
            DataPath.Try(settings.DataPath);
        }

        var database = await Open(settings, () => Builder(arguments, more, adjust), passing, stop);
        try
        {
            var key = settings.GitHub.App is null ? SetupKey.Of(settings, database.IsPrivate) : null;
            var stored = key is null ? null : new StoredApp(database.Source, new Sealing(key, "app"));
            await (settings.GitHub.App is null && stored is null ? StoredApp.WantNone(database.Source, stop) : Task.CompletedTask);
            if (stored is not null && await stored.Read(stop) is { } registered)
            {
                settings = settings with { GitHub = registered.Into(settings.GitHub, TimeProvider.System.GetUtcNow()) };
                DataPath.Try(settings.DataPath);
            }

            var told = settings;
            async Task<AppCredentials?> Stored(CancellationToken again) =>
                (await stored!.Read(again))?.Into(told.GitHub, TimeProvider.System.GetUtcNow()).App;
            WebApplication Build(WebApplicationBuilder over, BotSettings with, Handover? handover)
            {
                Parts.Add(
                    over.Services,
                    with,
                    database,
                    connect ?? Outside.Connect,
                    stored is null ? _ => Task.FromResult(CredentialsReader.Again(over.Configuration)) : Stored
                );
                var made = over.Build();
                Map(made, with, key, handover);
                return made;
            }

            var handover =
                settings.GitHub.App is null && stored is not null
                    ? new Handover(
                        stored.Read,
                        (found, addresses) =>
                        {
                            var over = Builder(arguments, more, adjust);
                            over.WebHost.UseSetting("urls", addresses);
                            return Build(over, told with { GitHub = found.Into(told.GitHub, TimeProvider.System.GetUtcNow()) }, null);
                        }
                    )
                    : null;
            var app = await Starting.Of(
                first => Build(first ? builder : Builder(arguments, more, adjust), settings, handover),
                TimeProvider.System,
                stop
            );
            return new(app, database, handover);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a start with these words would be told.</summary>
    /// <exception cref="SettingsException">It would not start.</exception>
    public static BotSettings Settings(string[] arguments) => SettingsReader.Read(Builder(arguments, null, null).Configuration);

    /// <summary>Where the settings say that GitHub's API is; null: they do not.</summary>
    /// <exception cref="SettingsException">That is no address.</exception>
    public static Uri? ApiUrl() => SettingsReader.ApiUrl(Builder([], null, null).Configuration);

    /// <summary>Until the process is told to end, by a signal or by <paramref name="stop"/>.</summary>
    public async Task WaitForShutdown(CancellationToken stop = default)
    {
        for (WebApplication? before = null; before != _app; )
        {
            before = _app;
            await before.WaitForShutdownAsync(stop);
            await (_handover?.Settled() ?? Task.CompletedTask);
        }
    }

    /// <summary>Running turns end, no alarm is lost, and a private PostgreSQL stops.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_handover?.DisposeAsync() ?? ValueTask.CompletedTask);
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        finally
        {
            await _database.DisposeAsync();
        }
    }

    private static WebApplicationBuilder Builder(
        string[] arguments,
        IReadOnlyDictionary<string, string?>? more,
        Action<WebApplicationBuilder>? adjust
    )
    {
        if (CommandWords.Faults(arguments).ToList() is { Count: > 0 } faults)
        {
            throw new WrongWordsException(faults);
        }

        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory }
        );
        if (more is null)
        {
            WorkingFolder.Add(builder.Configuration, Directory.GetCurrentDirectory());
        }

        builder.Configuration.AddInMemoryCollection(more);
        builder.WebHost.UseSetting("urls", Listening.Read(builder.Configuration));
        builder.WebHost.Serve();
        // Standard output is the verb's.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder
            .Logging.AddFilter("Quartz", LogLevel.Warning)
            .AddFilter("Quartz.Core", LogLevel.None)
            .AddFilter("Microsoft", LogLevel.Warning); // a turn that fails says so itself
        // Whoever starts it is told, in one line.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        adjust?.Invoke(builder);
        return builder;
    }

    private static async Task<Database> Open(
        BotSettings settings,
        Func<WebApplicationBuilder> another,
        bool passing,
        CancellationToken stop
    )
    {
        WaitingRoom? room = null;
        try
        {
            return await Database.Open(
                settings,
                TimeProvider.System,
                stop,
                passing,
                async wait =>
                {
                    if (room is null)
                    {
                        room = await WaitingRoom.Open(another(), wait, stop);
                    }
                    else
                    {
                        room.Tell(wait);
                    }
                }
            );
        }
        finally
        {
            await (room?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static void Map(WebApplication app, BotSettings settings, byte[]? key, Handover? handover)
    {
        var hasApp = settings.GitHub.App is not null;
        app.MapHealth(hasApp);
        app.UseAwayDatabase();
        app.MapDoor(app.Services.GetService<LiveApp>());
        if (hasApp)
        {
            app.MapSteps(key);
            MapFace(app);
        }
        else
        {
            app.UseSecureHeaders();
            Asset.MapAll(app);
            app.MapSetup(settings, key, () => [.. app.Urls], () => handover?.Now());
        }
    }

    /// <summary>What is there to read, to hand in and to sign in to, once there is an App.</summary>
    internal static void MapFace(WebApplication app)
    {
        app.MapAccess();
        app.MapMetrics();
        app.MapReads();
        app.MapTargets();
        app.MapMcp();
        app.MapReadings();
        if (app.Services.GetService<Operators>() is not null)
        {
            app.MapOperators(() => app.Services.GetService<Outside>()?.Rates() ?? []);
        }

        app.MapPages();
    }
}
