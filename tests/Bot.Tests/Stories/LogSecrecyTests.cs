using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

public sealed class LogSecrecyTests(TestPostgres server)
{
    [Fact]
    public async Task A_bot_at_work_writes_no_key_secret_or_token_at_whatever_level()
    {
        await using var story = await Story.Begin(server);
        var settings = story.Settings("http://127.0.0.1:0");
        settings["Api:Tokens:ci:Sha256"] = new string('c', 64);
        settings["Api:Tokens:ci:Scopes"] = "read";
        settings["Notify:Webhooks:audit:Url"] = "http://127.0.0.1:9/hook-of-which-nobody-knows";
        settings["Notify:Webhooks:audit:Secret"] = "what-notices-are-signed-with";
        var all = new Everything();
        await using var bot = await BotHost.Start(
            [],
            settings,
            builder =>
                builder
                    .Logging.ClearProviders()
                    .SetMinimumLevel(LogLevel.Trace)
                    .AddProvider(all)
                    .AddFilter<Everything>(null, LogLevel.Trace),
            stop: TestContext.Current.CancellationToken
        );
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"{bot.Url}webhooks");
        await story.UntilLanded(story.Folk.Queue(story.Folk.Open("docs/new.md")));
        using (var http = new HttpClient())
        {
            using var forged = await http.PostAsync(
                new Uri(bot.Url, "webhooks"),
                new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
                TestContext.Current.CancellationToken
            );
        }

        var written = string.Join('\n', all.Lines);
        Assert.Contains("missing or wrong signature", written, StringComparison.Ordinal); // it does listen
        Assert.Contains("/webhooks", written, StringComparison.Ordinal); // also to the server below it
        string[] secrets =
        [
            story.Hub.WebhookSecret,
            settings["Notify:Webhooks:audit:Secret"]!,
            "hook-of-which-nobody-knows",
            "PRIVATE KEY",
            story.Hub.PrivateKeyPem.Split('\n')[3].Trim(),
            "ghs_",
            "Bearer ey",
            "x-access-token:",
            new string('c', 64),
        ];
        Assert.DoesNotContain(secrets, secret => written.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Everything : ILoggerProvider
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Pen(Lines, categoryName);

        public void Dispose() { }
    }

    private sealed class Pen(ConcurrentQueue<string> lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) =>
            lines.Enqueue(
                $"{logLevel} {category}: {formatter(state, exception)} {(state is IEnumerable<KeyValuePair<string, object?>> fields ? string.Join(' ', fields) : "")} {exception}"
            );
    }
}
