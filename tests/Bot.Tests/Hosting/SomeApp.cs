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
