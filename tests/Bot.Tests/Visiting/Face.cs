using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Visiting;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Visiting;

/// <summary>All that the bot serves of a database but its door; no turn runs.</summary>
internal static class Face
{
    /// <param name="source">Of the same database as <paramref name="store"/>.</param>
    /// <param name="more">Endpoints of the test's own.</param>
    public static async Task<WebApplication> Start(
        NpgsqlDataSource source,
        PostgresStore store,
        IEnumerable<KeyValuePair<string, string?>>? settings = null,
        Action<IEndpointRouteBuilder>? more = null,
        Action<IServiceCollection>? services = null
    )
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings);
        var read = SettingsReader.Read(builder.Configuration);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(store);
        builder.Services.AddSingleton<IStore>(store);
        builder.Services.AddSingleton<IBell>(new Rung());
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(read);
        builder.Services.AddAccess(read.GitHub);
        builder.Services.AddTelemetry();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        BotHost.MapFace(app);
        more?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    /// <summary>Nobody takes a turn here.</summary>
    private sealed class Rung : IBell
    {
        public Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop) => Task.CompletedTask;

        public Task SetAlarm(Subject subject, DateTimeOffset? at, CancellationToken stop) => Task.CompletedTask;
    }
}
