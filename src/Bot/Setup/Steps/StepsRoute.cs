using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Bot.Doctor;
using Sluice.Bot.Operating;
using Sluice.Bot.Pages;
using Sluice.Bot.Visiting;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Setup.Steps;

/// <summary>
/// <c>/setup</c>, once there is an App: the steps that are left. For the browser that registered it, for a day, and for operators; to
/// anybody else there is no such page.
/// </summary>
internal static class StepsRoute
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="key">Null: nobody registered an App here.</param>
    public static void MapSteps(this WebApplication app, byte[]? key)
    {
        var (services, clock) = (app.Services, app.Services.GetRequiredService<TimeProvider>());
        var (progress, live, address) = (
            services.GetRequiredService<Progress>(),
            services.GetRequiredService<LiveApp>(),
            services.GetRequiredService<PublicAddress>()
        );
        var (pass, operators) = (key is null ? null : new StepsPass(key, clock), services.GetRequiredService<Operators>());
        async ValueTask<bool> MayEnter(HttpContext http) =>
            SameOrigin.Holds(http.Request, address) && (pass?.Holds(http.Request) == true || await operators.Of(http) is not null);

        app.MapRead(
            "/setup",
            async (HttpContext http, CancellationToken stop) => await MayEnter(http) ? await Show(progress, null, stop) : Page.NotFound(),
            also: HttpMethods.Post
        );
        app.MapPost(
            "/setup",
            async (HttpContext http, CancellationToken stop) =>
            {
                if (!await MayEnter(http))
                {
                    return Page.NotFound();
                }

                var (form, trouble) = await Forms.Read(http.Request, stop);
                if (trouble is not null)
                {
                    return trouble;
                }

                if (Asked(form, await progress.Now(stop)) is not var (mend, room))
                {
                    return await Show(progress, "That is done already, or there is nothing of the kind to do any more.", stop);
                }

                var answer = await new Mending(progress.Api, live.Now.Id, address.Root).Do(mend, room, stop);
                progress.Forget();
                var why = answer.Match<string?>(_ => null, refused => refused.Why, later => later.Why);
                return why is null ? Results.Redirect("/setup") : await Show(progress, $"GitHub did not take it: {why}", stop);
            }
        );
        app.MapOthers("/setup/events", [HttpMethods.Get]);
        app.MapGet(
            "/setup/events",
            async (HttpContext http, NewsWatch watch, IHostApplicationLifetime life) =>
            {
                var isLet = await MayEnter(http);
                using var seat = isLet ? watch.Enter() : null;
                if (seat is null)
                {
                    http.Response.StatusCode = isLet ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status404NotFound;
                    return;
                }

                using var again = new CancellationTokenSource(Longest, clock);
                using var ends = CancellationTokenSource.CreateLinkedTokenSource(
                    http.RequestAborted,
                    life.ApplicationStopping,
                    again.Token
                );
                http.Response.ContentType = "text/event-stream";
                http.Response.Headers.CacheControl = "no-store";
                http.Response.Headers["X-Accel-Buffering"] = "no";
                try
                {
                    await EventRoute.Tell(http.Response, async () => (await progress.Now(ends.Token)).Version, clock, ends.Token);
                }
                catch (OperationCanceledException) when (ends.IsCancellationRequested)
                {
                    // The reader left, or the process ends, or it is time: the browser asks again.
                }
            }
        );
    }

    private static async Task<IResult> Show(Progress progress, string? trouble, CancellationToken stop) =>
        Page.Answer(
            "Setting up",
            StepsPage.Of(await progress.Now(stop), trouble),
            lively: true,
            status: trouble is null ? 200 : 409,
            events: "/setup/events"
        );

    /// <summary>Only what was found to be amiss is mended: a form can ask for nothing else.</summary>
    private static (Mend, Room)? Asked(IFormCollection form, Standing standing)
    {
        var (what, repo, which) = (form["do"].ToString(), form["repo"].ToString(), form["which"].ToString());
        var mend = standing
            .Findings.Select(each => each.Mend)
            .OfType<Mend>()
            .FirstOrDefault(each =>
                each.Repo.ToString(CultureInfo.InvariantCulture) == repo
                && each switch
                {
                    Mend.LetPass letPass => what == "pass" && letPass.Ruleset.ToString(CultureInfo.InvariantCulture) == which,
                    Mend.Guard guard => what == "guard" && guard.Branch == which,
                    _ => what == "propose",
                }
            );
        return mend is not null && standing.Rooms.FirstOrDefault(room => room.Repo.Id == mend.Repo) is { } found ? (mend, found) : null;
    }
}
