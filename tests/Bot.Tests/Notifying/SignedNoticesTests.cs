using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Bot.Tests.Store;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Bot.Tests.Notifying;

/// <summary>What a webhook of ours brings, and how its receiver knows that it is ours.</summary>
public sealed class SignedNoticesTests(TestDatabase database) : IClassFixture<TestDatabase>, IDisposable
{
    private readonly Newsroom _news = new(database);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_is_signed_as_GitHub_signs_and_says_where_to_read_on()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("paused", "ada paused main: moving");
        await _news.Send();

        var (_, body, headers) = Assert.Single(_news.Inbox.Taken, each => each.To.Host == "audit.example");
        Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("a secret"), Encoding.UTF8.GetBytes(body)))}",
            headers["X-Sluice-Signature-256"]
        );
        using var json = JsonDocument.Parse(body);
        Assert.Equal(headers["X-Sluice-Delivery"], json.RootElement.GetProperty("id").GetRawText());
        Assert.Equal(
            ("stops", "https://sluice.example/acme/shop/queue/main"),
            (json.RootElement.GetProperty("event").GetString(), json.RootElement.GetProperty("url").GetString())
        );
    }

    [Fact]
    public async Task The_signature_is_checked_as_the_docs_show_it()
    {
        await _news.Begin(Newsroom.Both);
        await _news.Happens("paused", "ada paused main: moving");
        await _news.Send();
        var (_, body, headers) = Assert.Single(_news.Inbox.Taken, each => each.To.Host == "audit.example");
        var shown = House.Read("docs/configuration.md").Split("<!-- verify -->\n```sh\n")[1].Split("\n```")[0];
        var folder = Directory.CreateTempSubdirectory("sluice-notice-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "notice.json"), body, Stop);
            using var shell = Process.Start(
                new ProcessStartInfo("sh", ["-c", $"command -v openssl > /dev/null || exit 9\n{shown}"])
                {
                    WorkingDirectory = folder.FullName,
                    RedirectStandardOutput = true,
                    Environment = { ["SECRET"] = "a secret" },
                }
            )!;
            var says = await shell.StandardOutput.ReadToEndAsync(Stop);
            await shell.WaitForExitAsync(Stop);
            Assert.SkipWhen(shell.ExitCode == 9, "there is no openssl here");
            Assert.Equal(headers["X-Sluice-Signature-256"], says.Trim());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose() => _news.Dispose();
}
