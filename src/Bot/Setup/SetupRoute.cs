using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup.Steps;
using Sluice.Bot.Visiting;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Setup;

/// <summary><c>/setup</c>, while there is no App.</summary>
internal static partial class SetupRoute
{
    private const string Cookie = "sluice-setup";

    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(30);

    /// <param name="key">Null: nothing can be stored.</param>
    /// <param name="addresses">Where it listens.</param>
    /// <param name="registered">Told once an App is stored.</param>
    public static void MapSetup(
        this WebApplication app,
        BotSettings settings,
        byte[]? key,
        Func<IReadOnlyList<string>> addresses,
        Action registered
    )
    {
        app.Map("/api/{**path}", () => Problem.Of(StatusCodes.Status404NotFound, "Not Found: no GitHub App is registered yet, see /setup"));
        app.MapRead("/", () => Results.Redirect("/setup"));
        app.MapFallback(
            "{**path}",
            () =>
                Page.Answer(
                    "Nothing here yet",
                    new Html("<p>No GitHub App is registered: <a href=\"/setup\">set it up</a>.</p>"),
                    status: 404
                )
        );
        if (key is null)
        {
            app.MapRead("/setup", () => Page.Answer("Register the App", SetupPages.NoKey()));
            return;
        }

        var (code, states) = (new SetupCode(), new Sealing(key, "setup"));
        var (clock, log) = (
            app.Services.GetRequiredService<TimeProvider>(),
            app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sluice.Setup")
        );
        var (stored, network) = (
            new StoredApp(app.Services.GetRequiredService<NpgsqlDataSource>(), new Sealing(key, "app")),
            new HttpMessageInvoker(new Deadline(Answered, clock, GitHubConnection.Network()))
        );
        var registering = new Registering(settings.GitHub, network, clock, log);
        var web = settings.GitHub.WebUrl.AbsoluteUri.TrimEnd('/');
        string Address() => (settings.PublicUrl?.AbsoluteUri ?? addresses()[0]).TrimEnd('/');
        bool IsReachable() => settings.GitHub.WebUrl.IsLoopback || !SetupCode.IsLoopback([Address()]);
        bool IsNeeded(HttpContext http) => SetupCode.IsNeeded(addresses(), settings.PublicUrl, http.Request);
        IResult Ask(HttpContext http, string? trouble, int status = 400) =>
            Page.Answer(
                "Register the App",
                SetupPages.Ask(IsNeeded(http), Address(), IsReachable(), trouble),
                status: trouble is null ? 200 : status
            );

        var told = 0;
        void Tell(bool isNeeded)
        {
            if (isNeeded && Interlocked.Exchange(ref told, 1) == 0)
            {
                Code(log, code.Text);
            }
        }

        app.Lifetime.ApplicationStarted.Register(() => Tell(SetupCode.IsNeeded(addresses(), settings.PublicUrl)));
        app.MapRead(
            "/setup",
            (HttpContext http) =>
            {
                Tell(IsNeeded(http));
                return Ask(http, null);
            },
            also: HttpMethods.Post
        );
        app.MapPost(
            "/setup",
            async (HttpContext http) =>
            {
                if (http.Request.Headers["Sec-Fetch-Site"] is [{ } site] && site != "same-origin")
                {
                    return Ask(http, "Another site asked for this.");
                }

                var (form, trouble) = await Forms.Read(http.Request, http.RequestAborted);
                if (trouble is not null)
                {
                    return trouble;
                }

                if (IsNeeded(http) && !code.Holds(form["code"]))
                {
                    return Ask(http, "That is not the code that the log prints.");
                }

                var (organization, name) = (form["organization"].ToString().Trim(), form["name"].ToString().Trim());
                if (organization.Any(each => !char.IsAsciiLetterOrDigit(each) && each != '-') || name.Length is 0 or > 34)
                {
                    return Ask(http, "That is no organization's name, or the App has none of at most 34 characters.");
                }

                var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));
                http.Response.Cookies.Append(
                    Cookie,
                    states.Seal(Encoding.ASCII.GetBytes($"{state} {clock.GetUtcNow().Add(Patience).ToUnixTimeSeconds()}")),
                    Terms(settings)
                );
                var to = $"{web}/{(organization.Length == 0 ? "" : $"organizations/{organization}/")}settings/apps/new?state={state}";
                http.Response.OnStarting(() =>
                {
                    http.Response.Headers.ContentSecurityPolicy =
                        $"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' {web}; frame-ancestors 'none'";
                    return Task.CompletedTask;
                });
                return Page.Answer("Register the App", SetupPages.Send(to, Manifest.At(Address(), name), settings.GitHub.WebUrl.Host));
            }
        );
        app.MapOthers("/setup/callback", [HttpMethods.Get]);
        app.MapGet(
            "/setup/callback",
            async (HttpContext http, string? state) =>
            {
                var came = http.Request.Query["code"].ToString();
                if (!IsOurs(states, http.Request.Cookies[Cookie], state, clock) || came.Length == 0)
                {
                    return Ask(http, "GitHub's answer is not to a question of this browser, or it came too late. Try again.");
                }

                // GitHub gives them out once: they are kept also where whoever asked is gone by then.
                var answer = await registering.Redeem(came, CancellationToken.None);
                if (answer is not Answer<Registered>.Made(var made))
                {
                    return answer.Match(
                        _ => throw new InvalidOperationException("it was made"),
                        refused => Ask(http, refused.Why),
                        later => Ask(http, later.Why, StatusCodes.Status502BadGateway)
                    );
                }

                http.Response.Cookies.Delete(Cookie);
                if (!await stored.Keep(made, CancellationToken.None))
                {
                    return Page.Answer(
                        "There is an App already",
                        new Html("<p>Somebody registered one in the meantime. Delete this one on GitHub.</p>"),
                        status: 409
                    );
                }

                new StepsPass(key, clock).Hand(http.Response, settings.PublicUrl?.Scheme == "https");
                http.Response.OnCompleted(() =>
                {
                    registered();
                    return Task.CompletedTask;
                });
                return Page.Answer("Registered", SetupPages.Done(made.Slug, $"{made.Page ?? $"{web}/apps/{made.Slug}"}/installations/new"));
            }
        );
    }

    private static CookieOptions Terms(BotSettings settings) =>
        new()
        {
            HttpOnly = true,
            Secure = settings.PublicUrl?.Scheme == "https",
            SameSite = SameSiteMode.Lax,
            Path = "/setup",
            MaxAge = Patience,
            IsEssential = true,
        };

    private static bool IsOurs(Sealing states, string? cookie, string? state, TimeProvider clock) =>
        cookie is not null
        && state is not null
        && states.Open(cookie) is { } plain
        && Encoding.ASCII.GetString(plain).Split(' ') is [var asked, var until]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(asked), Encoding.UTF8.GetBytes(state))
        && long.Parse(until, System.Globalization.CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds();

    [LoggerMessage(LogLevel.Warning, "No GitHub App is registered yet. The one-time code that /setup asks for is {Code}")]
    private static partial void Code(ILogger log, string code);
}
