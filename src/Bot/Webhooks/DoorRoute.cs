using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Jobs;
using Sluice.Bot.Settings;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary><c>POST /webhooks</c>.</summary>
internal static class DoorRoute
{
    public static void MapDoor(this IEndpointRouteBuilder routes, AppCredentials? app)
    {
        var services = routes.ServiceProvider;
        var log = services.GetRequiredService<ILogger<Door>>();
        var clock = services.GetRequiredService<TimeProvider>();
        routes.MapOthers("/webhooks", [HttpMethods.Post]);
        if (app is null)
        {
            routes.MapPost("/webhooks", new Door(() => null, (_, _, _) => Task.FromResult(false), _ => Task.CompletedTask, clock, log).Open);
            return;
        }

        var bell = services.GetRequiredService<Bell>();
        var books = new Books(services.GetRequiredService<IStore>(), bell, clock);
        routes.MapPost("/webhooks", new Door(() => app.WebhookSecret, new Gathering(books.Take, books.RingFor).Receive, bell.Sweep, clock, log).Open);
    }
}
