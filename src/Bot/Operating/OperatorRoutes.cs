using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Sluice.Bot.GitHub;
using Sluice.Bot.Jobs;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Operating;

/// <summary><c>/operator</c>: for those whom <c>Operators</c> names; to everybody else there is no such page.</summary>
internal static partial class OperatorRoutes
{
    private const int LongestAbout = 200;

    public static void AddOperators(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Operators(provider.GetRequiredService<BotSettings>().Operators, provider.GetRequiredService<Visitors>()));
        services.AddSingleton(provider => new OperatorBooks(provider.GetRequiredService<Npgsql.NpgsqlDataSource>(), provider.GetRequiredService<PostgresStore>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Standstill(provider.GetRequiredService<ISchedulerFactory>()));
    }

    /// <param name="rates">What GitHub told this replica of its limits.</param>
    public static void MapOperators(this IEndpointRouteBuilder routes, Func<IReadOnlyList<RateReading>> rates)
    {
        routes.MapRead("/operator", async (HttpContext http, Operators operators, OperatorBooks books, Standstill standstill, CancellationToken stop) =>
        {
            if (await operators.Of(http) is null)
            {
                return Page.NotFound();
            }

            http.Response.Headers.CacheControl = "no-store";
            return Page.Answer("Operator", OperatorPage.Of(await books.Read(await standstill.Holds(stop), rates(), stop) with { Outages = http.RequestServices.GetService<Outages>()?.Says() ?? [] }));
        });
        routes.MapAct("pause", (act, stop) => act.Of<Standstill>().Begin(stop), wantsReason: true);
        routes.MapAct("resume", (act, stop) => act.Of<Standstill>().End(stop));
        routes.MapAct("sweep", (act, stop) => act.Of<Bell>().Sweep(stop));
        routes.MapAct("ring", (act, stop) => act.Of<Bell>().Wake(Subject.Parse(act.About), stop), aboutSubject: true);
    }

    /// <param name="aboutSubject">It is about a subject that is known.</param>
    /// <param name="wantsReason">What it is about is why.</param>
    private static void MapAct(
        this IEndpointRouteBuilder routes, string act, Func<Act, CancellationToken, Task> make, bool aboutSubject = false, bool wantsReason = false) =>
        routes.MapWrite($"/operator/{act}", async (HttpContext http, Operators operators, OperatorBooks books, PublicAddress address, ILoggerFactory logs, CancellationToken stop) =>
        {
            if (!SameOrigin.Holds(http.Request, address))
            {
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            }

            if (await operators.Of(http) is not { } login)
            {
                return Page.NotFound();
            }

            var (form, trouble) = await Forms.Read(http.Request, stop);
            if (trouble is not null)
            {
                return trouble;
            }

            var about = form["about"].ToString();
            about = about.Length > LongestAbout ? about[..LongestAbout] : about;
            if (aboutSubject && !await books.Knows(about, stop))
            {
                return Results.Text("Nothing of that name takes turns: go back, and load the page anew.", statusCode: StatusCodes.Status400BadRequest);
            }

            if (wantsReason && string.IsNullOrWhiteSpace(about))
            {
                return Results.Text("Say why: go back, and give a reason.", statusCode: StatusCodes.Status400BadRequest);
            }

            await books.Note(login, act, about, stop); // before it is done: nothing is done that is not written down
            Did(logs.CreateLogger(typeof(OperatorRoutes)), login, act, about);
            await make(new Act(http.RequestServices, about), stop);
            return Results.LocalRedirect("/operator");
        });

    [LoggerMessage(LogLevel.Warning, "Operator {Login}: {Act} {About}")]
    private static partial void Did(ILogger log, string login, string act, string about);

    private sealed record Act(IServiceProvider Services, string About)
    {
        public T Of<T>() where T : notnull => Services.GetRequiredService<T>();
    }
}
