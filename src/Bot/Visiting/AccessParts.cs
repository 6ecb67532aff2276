using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sluice.Bot.Api;
using Sluice.Bot.GitHub;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Visiting;

/// <summary>Puts access together.</summary>
internal static class AccessParts
{
    public static void AddAccess(this IServiceCollection services, GitHubSettings github)
    {
        services.AddHttpContextAccessor();
        services.TryAddSingleton(provider => new PublicAddress(
            provider.GetRequiredService<BotSettings>().PublicUrl,
            () => provider.GetRequiredService<IServer>()
        ));
        services.AddSingleton<Network>();
        services.AddSingleton(provider => new GitHubSight(
            provider.GetRequiredService<BotSettings>().GitHub.ApiUrl,
            provider.GetRequiredService<Network>().Invoker,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => Workflows(provider, Issuer(provider.GetRequiredService<BotSettings>().GitHub.WebUrl)));
        services.AddSingleton(provider => new AccessPolicy(provider.GetRequiredService<GitHubSight>()));
        services.AddSingleton(provider => new Visitors(
            provider.GetRequiredService<BotSettings>().Tokens,
            provider.GetRequiredService<WorkflowTokens>(),
            provider.GetRequiredService<Sessions>(),
            provider.GetRequiredService<PublicAddress>()
        ));
        services.AddSingleton(provider => new SignInKeys(provider.GetRequiredService<BotSettings>()));
        services.AddSingleton(provider => new Sessions(
            provider.GetRequiredService<SignInKeys>().Session,
            provider.GetRequiredService<PublicAddress>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        if (github.Client is { } client)
        {
            services.AddSingleton(provider => new GitHubSignIn(
                client,
                github.WebUrl,
                github.ApiUrl,
                provider.GetRequiredService<Network>().Invoker,
                provider.GetRequiredService<TimeProvider>()
            ));
        }

        services.AddSingleton(_ => new BodyRoom());
        services.AddSingleton<Uploads>();
        services.AddScoped(provider =>
            Viewer.Of(
                provider.GetRequiredService<IHttpContextAccessor>().HttpContext
                    ?? throw new InvalidOperationException("nobody asks: there is no request"),
                provider.GetRequiredService<Visitors>(),
                provider.GetRequiredService<AccessPolicy>()
            )
        );
        services.AddSingleton(provider => new FlowBooks(
            provider.GetRequiredService<PostgresStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new RiskBooks(
            provider.GetRequiredService<PostgresStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new PullBooks(provider.GetRequiredService<PostgresStore>()));
        services.AddSingleton(provider => new NewsWatch(
            provider.GetRequiredService<PostgresStore>().Newest,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddScoped(provider => new Reads(
            provider.GetRequiredService<PostgresStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Viewer>(),
            provider.GetRequiredService<FlowBooks>(),
            provider.GetRequiredService<RiskBooks>(),
            provider.GetRequiredService<PullBooks>()
        ));
    }

    /// <summary>Before anything that answers.</summary>
    public static void MapAccess(this WebApplication app)
    {
        app.UseSecureHeaders();
        app.MapSignIn();
    }

    /// <summary>Who signs the tokens of a GitHub's workflows: GitHub.com, a company's own host there, or an Enterprise Server.</summary>
    internal static Uri Issuer(Uri web) =>
        web.Host switch
        {
            "github.com" => new("https://token.actions.githubusercontent.com"),
            var host when host.EndsWith(".ghe.com", StringComparison.OrdinalIgnoreCase) => new($"https://token.actions.{host}"),
            _ => new($"{web.AbsoluteUri.TrimEnd('/')}/_services/token"),
        };

    private static WorkflowTokens Workflows(IServiceProvider provider, Uri issuer)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var keys = new SigningKeys(
            new Uri($"{issuer.AbsoluteUri.TrimEnd('/')}/.well-known/jwks"),
            provider.GetRequiredService<Network>().Invoker,
            clock
        );
        return new(keys, issuer, () => provider.GetRequiredService<PublicAddress>().Root, clock);
    }

    /// <summary>To GitHub on behalf of those who ask us; the App's own requests go another way.</summary>
    internal sealed class Network : IDisposable
    {
        public HttpMessageInvoker Invoker { get; } = new(GitHubConnection.Network());

        public void Dispose() => Invoker.Dispose();
    }
}
