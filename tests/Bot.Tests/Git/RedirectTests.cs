using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Git;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class RedirectTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("sluice-mirrors-").FullName;
    private readonly ConcurrentQueue<string> _came = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_goes_to_no_other_host_and_what_was_moved_is_asked_for_again()
    {
        await using var other = await LocalSite.Start(app => app.MapFallback(Advertise));
        await using var site = await LocalSite.Start(app =>
            app.MapFallback(http =>
            {
                http.Response.Redirect(other.Urls.Single() + http.Request.Path + http.Request.QueryString, permanent: true);
                return Task.CompletedTask;
            })
        );
        await using var mirrors = new Mirrors(
            _root,
            new Signature("sluice[bot]", "sluice@example.invalid"),
            (_, _, _) =>
                Task.FromResult<Answer<Remote>>(new Answer<Remote>.Made(new Remote(site.Urls.Single() + "/acme/shop.git", "ghs_secret"))),
            TimeProvider.System
        );

        var answer = await mirrors.Fetch(new Repository(7, "acme", "shop", 1, false, "main"), Stop);

        Assert.Empty(_came);
        Assert.Contains("301", Assert.IsType<Answer<Nothing>.Later>(answer).Why, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    /// <summary>As git's own server begins, so that it is asked for more.</summary>
    private async Task Advertise(HttpContext http)
    {
        _came.Enqueue($"{http.Request.Method} {http.Request.Path} {http.Request.Headers.Authorization}");
        http.Response.ContentType = "application/x-git-upload-pack-advertisement";
        await http.Response.WriteAsync("001e# service=git-upload-pack\n0000000eversion 2\n000cls-refs\n000afetch\n0000", Stop);
    }
}
