using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bench.Pages;
using Sluice.Bot;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Telemetry;
using Sluice.Bot.Visiting;
using Sluice.Turns.Ports;

// See README.md. [pulls] [requests per page]
var pulls = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
var requests = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
await using var postgres = await PrivatePostgres.Start(
    Path.Combine(Path.GetTempPath(), $"sluice-pages-{Environment.ProcessId}"),
    TimeProvider.System,
    default,
    passing: true
);
await using var source = NpgsqlDataSource.Create(await postgres.Database("pages", default));
await PostgresStore.TryMigrate(source, default);
var store = new PostgresStore(source, TimeProvider.System);
var books = new Books(store, pulls, TimeProvider.System.GetUtcNow());
var filling = Stopwatch.StartNew();
await books.Fill();
await using (var analyze = source.CreateCommand("analyze"))
{
    await analyze.ExecuteNonQueryAsync();
}

Console.Error.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"{pulls} pull requests, {books.Open} open, {books.InLine} in line, written in {filling.Elapsed.TotalSeconds:0} s"
    )
);
await using var app = Face();
await app.StartAsync();
using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
var waiting = pulls - books.Open + 1;
string[] pages =
[
    "/",
    "/acme/shop",
    "/acme/shop/queue/main",
    $"/acme/shop/pull/{pulls}",
    $"/acme/shop/pull/{waiting}",
    "/acme/shop/pull/40",
    "/acme/shop/review",
    "/acme/shop/deploys",
    "/acme/shop/deploys/c7",
    "/acme/shop/flow",
    "/acme/shop/flow?days=90",
    "/acme/shop/agents",
    "/acme/shop/risk",
    "/acme/shop/health",
    "/api/v1/repos/acme/shop/queue/main",
    $"/api/v1/repos/acme/shop/pulls/{pulls}",
    "/api/v1/repos/acme/shop/flow",
];
Console.WriteLine($"| page | half within | 95 % within | longest | first | processor, mean | kB |\n|---|---:|---:|---:|---:|---:|---:|");
var (news, slow) = (0L, 0);
foreach (var page in pages)
{
    var times = new List<double>();
    var (first, length, spent) = (0.0, 0, 0.0);
    for (var request = 0; request <= requests; request++)
    {
        await books.News(news++);
        var (began, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var body = await http.GetByteArrayAsync(page);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        (first, length) = (request == 0 ? took : first, body.Length);
        if (request > 0)
        {
            spent += (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            times.Add(took);
        }
    }

    times.Sort();
    var p95 = times[(int)(times.Count * 0.95)];
    slow += p95 > 50 ? 1 : 0;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"| `{page}` | {times[times.Count / 2]:0.0} ms | {p95:0.0} ms | {times[^1]:0} ms | {first:0} ms | {spent / requests:0.0} ms | {length / 1000.0:0} |"
        )
    );
}

Console.Error.WriteLine(
    slow == 0 ? "Every page answers within 50 ms, 95 of 100 times." : $"{slow} do not answer within 50 ms, 95 of 100 times."
);
return slow == 0 ? 0 : 1;

WebApplication Face()
{
    var builder = WebApplication.CreateBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls("http://127.0.0.1:0");
    builder.Configuration.AddInMemoryCollection(
        new Dictionary<string, string?> { ["GitHub:ApiUrl"] = "http://127.0.0.1:9", ["GitHub:WebUrl"] = "http://127.0.0.1:9" }
    );
    var settings = SettingsReader.Read(builder.Configuration);
    builder
        .Services.AddSingleton(source)
        .AddSingleton(store)
        .AddSingleton<IStore>(store)
        .AddSingleton(TimeProvider.System)
        .AddSingleton(settings)
        .AddSingleton<IBell, Silence>();
    builder.Services.AddAccess(settings.GitHub);
    builder.Services.AddTelemetry();
    var made = builder.Build();
    BotHost.MapFace(made);
    return made;
}
