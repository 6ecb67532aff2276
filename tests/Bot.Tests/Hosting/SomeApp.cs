using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Hosting;

/// <summary>An App that a bot may be started with, and a push that GitHub tells it of.</summary>
internal static class SomeApp
{
    private const string Push =
        """{"repository":{"id":1,"pushed_at":1763640000},"ref":"refs/heads/main","after":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"}""";

    public static string[] Arguments()
    {
        using var rsa = RSA.Create(2048);
        return ["--GitHub:AppId=7", $"--GitHub:PrivateKey={rsa.ExportRSAPrivateKeyPem()}", "--GitHub:WebhookSecret=secret"];
    }

    /// <summary>The scheduler begins once the process listens: until then it is not ready.</summary>
    public static async Task UntilReady(HttpClient http, Uri bot)
    {
        var began = Stopwatch.GetTimestamp();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var ready = await http.GetAsync(new Uri(bot, "/readyz"), TestContext.Current.CancellationToken);
            if (ready.StatusCode == HttpStatusCode.OK)
            {
                return;
            }

            Assert.True(
                Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60),
                await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
            );
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public static async Task<HttpResponseMessage> Deliver(HttpClient http, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks")
        {
            Content = new StringContent(Push, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", id);
        request.Headers.Add("X-Hub-Signature-256", Signature.Of("secret", Encoding.UTF8.GetBytes(Push)));
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
