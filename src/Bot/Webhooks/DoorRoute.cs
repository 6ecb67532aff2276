using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Jobs;
using Sluice.Bot.Setup;
using Sluice.Bot.Tracing;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary><c>POST /webhooks</c>.</summary>
internal static class DoorRoute
{
    public static void MapDoor(this IEndpointRouteBuilder routes, LiveApp? app)
    {
        var services = routes.ServiceProvider;
        var log = services.GetRequiredService<ILogger<Door>>();
        var clock = services.GetRequiredService<TimeProvider>();
        routes.MapOthers("/webhooks", [HttpMethods.Post]);
        if (app is null)
        {
            routes.MapPost("/webhooks", new Door(() => [], (_, _, _) => Task.FromResult(false), _ => Task.CompletedTask, clock, log).Open);
            return;
        }

        var room = services.GetRequiredService<BodyRoom>();
        var bell = services.GetRequiredService<Bell>();
        var books = new Books(services.GetRequiredService<IStore>(), bell, clock);
        var receive = new Gathering(books.Take, services.GetRequiredService<Ringing>().Add).Receive;
        var live = services.GetService<LiveSpans>();
        routes.MapPost(
            "/webhooks",
            new Door(() => app.Secrets, receive, bell.Sweep, clock, log)
            {
                LookAgain = app.LookAgain,
                Room = room,
                Taken = live is null ? null : Trace,
            }.Open
        );

        void Trace(DateTimeOffset came, string kind, string delivery, IReadOnlyList<Fact> facts, bool isNew)
        {
            foreach (var span in WebhookSpans.Of(kind, delivery, facts, isNew, came, clock.GetUtcNow()))
            {
                live.Add(span);
            }
        }
    }
}
