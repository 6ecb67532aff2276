using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Bot.Tests;

/// <summary>A server on this machine that answers as a test maps it.</summary>
internal static class LocalSite
{
    /// <returns>Its address is the only one of <see cref="WebApplication.Urls"/>.</returns>
    public static async Task<WebApplication> Start(Action<WebApplication> map, Action<IServiceCollection>? serve = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        serve?.Invoke(builder.Services);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
