using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Api;
using Sluice.Bot.Health;
using Sluice.Bot.Jobs;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Store;
using Sluice.Bot.Webhooks;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot;

/// <summary>The bot, put together from its settings: the same for <c>sluice serve</c>, the demo and the tests.</summary>
public sealed class BotHost : IAsyncDisposable
{
    private const string Address = "http://127.0.0.1:8080";

    private readonly WebApplication _app;
    private readonly Database _database;

    private BotHost(WebApplication app, Database database) => (_app, _database) = (app, database);

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public IServiceProvider Services => _app.Services;

    /// <param name="arguments">Settings as <c>--GitHub:AppId=7</c>.</param>
    /// <param name="more">Settings that go before all others.</param>
    /// <param name="adjust">Logging and the like, for tests and the demo.</param>
    /// <param name="connect">Another world than the real one.</param>
    /// <param name="passing">A private database is deleted at the end.</param>
    /// <exception cref="SettingsException">A setting is missing or malformed.</exception>
    /// <exception cref="DatabaseException">The database is not to be had, or is of a newer version.</exception>
    public static async Task<BotHost> Start(
        string[] arguments, IReadOnlyDictionary<string, string?>? more = null, Action<WebApplicationBuilder>? adjust = null,
        Func<BotSettings, IServiceProvider, Outside>? connect = null, bool passing = false, CancellationToken stop = default)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = arguments, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(more);
        builder.WebHost.UseSetting("urls", builder.Configuration["urls"] ?? Address);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace); // standard output is the verb's
        builder.Logging.AddFilter("Quartz", LogLevel.Warning).AddFilter("Quartz.Core", LogLevel.None).AddFilter("Microsoft", LogLevel.Warning); // a turn that fails says so itself
        adjust?.Invoke(builder);

        var settings = SettingsReader.Read(builder.Configuration);
        var database = await Database.Open(settings, TimeProvider.System, stop, passing);
        try
        {
            Add(builder.Services, settings, database, connect ?? Outside.Connect);
            var app = builder.Build();
            Map(app, settings);
            await app.StartAsync(stop);
            return new(app, database);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the process is told to end, by a signal or by <paramref name="stop"/>.</summary>
    public Task WaitForShutdown(CancellationToken stop = default) => _app.WaitForShutdownAsync(stop);

    /// <summary>Running turns end, no alarm is lost, and a private PostgreSQL stops.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        finally
        {
            await _database.DisposeAsync();
        }
    }

    private static void Add(IServiceCollection services, BotSettings settings, Database database, Func<BotSettings, IServiceProvider, Outside> connect)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(database.Source);
        services.AddSingleton<PostgresStore>();
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<PostgresStore>());
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        if (settings.GitHub.App is null)
        {
            return;
        }

        services.AddSingleton(provider => connect(settings, provider));
        services.AddSingleton(provider => Turns(provider));
        services.AddSingleton<Sweeping>();
        services.AddSingleton<Turning>();
        services.AddEngine(
            database.Source, settings.Pace, database.IsPrivate,
            provider => provider.GetRequiredService<Turning>().Take, provider => provider.GetRequiredService<Sweeping>().All);
    }

    private static SubjectTurns Turns(IServiceProvider provider)
    {
        var outside = provider.GetRequiredService<Outside>();
        return new(
            provider.GetRequiredService<IStore>(), outside.GitHub, outside.Git, outside.Metrics, provider.GetRequiredService<IBell>(), provider.GetRequiredService<TimeProvider>());
    }

    private static void Map(WebApplication app, BotSettings settings)
    {
        var hasApp = settings.GitHub.App is not null;
        app.MapHealth(hasApp);
        app.MapDoor(settings.GitHub.App);
        if (hasApp)
        {
            app.MapReads();
            app.MapPages();
        }
        else
        {
            app.MapSetup();
        }
    }
}
