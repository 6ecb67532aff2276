using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Sluice.Bot.Api;

namespace Sluice.Bot.Pages;

/// <summary>
/// <c>/{owner}/{repo}/events</c>: server-sent events, one whenever the repository's journal has grown. It says no more than that; the page
/// asks for itself again, with the reader's own rights.
/// </summary>
internal static class EventRoute
{
    /// <summary>So that a proxy does not take it for dead, and a browser that left is noticed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Then the browser opens it anew, and whether the reader still may see the repository is asked again.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapOthers("/{owner}/{repo}/events", [HttpMethods.Get]);
        routes.MapGet(
            "/{owner}/{repo}/events",
            async (
                Reads reads,
                NewsWatch watch,
                string owner,
                string repo,
                HttpContext context,
                IHostApplicationLifetime life,
                TimeProvider clock
            ) =>
            {
                using var again = new CancellationTokenSource(Longest, clock);
                using var ends = CancellationTokenSource.CreateLinkedTokenSource(
                    context.RequestAborted,
                    life.ApplicationStopping,
                    again.Token
                );
                if (await reads.Repository(owner, repo, ends.Token) is not { } found)
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    return;
                }

                using var seat = watch.Enter();
                if (seat is null)
                {
                    context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                    return;
                }

                context.Response.ContentType = "text/event-stream";
                context.Response.Headers.CacheControl = "no-store";
                context.Response.Headers["X-Accel-Buffering"] = "no";
                try
                {
                    await Tell(context.Response, () => watch.Newest(found.Id, ends.Token), clock, ends.Token);
                }
                catch (OperationCanceledException) when (ends.IsCancellationRequested)
                {
                    // The reader left, or the process ends, or it is time: the browser asks again.
                }
            }
        );
    }

    /// <param name="newest">Rises whenever there is news.</param>
    public static async Task Tell(HttpResponse response, Func<Task<long>> newest, TimeProvider clock, CancellationToken stop)
    {
        var (known, silent) = (await newest(), TimeSpan.Zero);
        await Say(response, "retry: 2000\n\n", stop);
        using var beat = new PeriodicTimer(NewsWatch.Between, clock);
        while (await beat.WaitForNextTickAsync(stop))
        {
            if (await Seen(newest) is not { } now)
            {
                return;
            }

            silent = now == known ? silent + NewsWatch.Between : TimeSpan.Zero;
            if (now != known)
            {
                await Say(response, string.Create(CultureInfo.InvariantCulture, $"event: news\nid: {now}\ndata: {now}\n\n"), stop);
            }
            else if (silent >= Silence)
            {
                await Say(response, ":\n\n", stop);
                silent = TimeSpan.Zero;
            }

            known = now;
        }
    }

    /// <summary>Null: the database went away. Whoever reads asks again, and is told so then.</summary>
    private static async Task<long?> Seen(Func<Task<long>> newest)
    {
        try
        {
            return await newest();
        }
        catch (DbException)
        {
            return null;
        }
    }

    private static async Task Say(HttpResponse response, string text, CancellationToken stop)
    {
        await response.WriteAsync(text, stop);
        await response.Body.FlushAsync(stop);
    }
}
