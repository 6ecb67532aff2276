using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Tests.Store;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The books are gone, and what there is is a backup of yesterday, made with PostgreSQL's own tools while the bot ran.</summary>
public sealed class RestoreTests(TestPostgres server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_a_backup_that_is_older_than_what_landed_since_the_queue_goes_on()
    {
        await using var story = await Story.Begin(server);
        var dump = Path.Combine(story.Data, "sluice.dump");
        var (before, waited) = (story.Folk.Open("docs/before.md"), story.Folk.Open("docs/waited.md"));
        await using (await Start(story, story.Database))
        {
            await story.UntilLanded(story.Folk.Queue(before));
            story.Ci.Hold();
            story.Folk.Queue(waited);
            await story.Until(() => story.Ci.Held.Count > 0, "a candidate is tested");
            await Tool("pg_dump", story.Database, "--format=custom", $"--file={dump}");
            story.Ci.GoOn();
            await story.UntilLanded(waited);
            await story.UntilLanded(story.Folk.Queue(story.Folk.Open("docs/since.md")));
        }

        var later = story.Folk.Queue(story.Folk.Open("docs/later.md")); // while nobody listens
        var restored = await server.Create(empty: true);
        await Tool("pg_restore", restored, "--no-owner", dump);
        await using (await Start(story, restored))
        {
            await story.UntilLanded(later);
            await story.UntilLanded(story.Folk.Queue(story.Folk.Open("docs/last.md")));
        }

        Assert.Empty(Invariants.Broken(story));
    }

    private static async Task<BotHost> Start(Story story, string database)
    {
        var settings = story.Settings("http://127.0.0.1:0");
        settings["Database:ConnectionString"] = database;
        var bot = await BotHost.Start([], settings, builder => builder.Logging.ClearProviders().AddProvider(story.Log), stop: Stop);
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"{bot.Url}webhooks");
        return bot;
    }

    private static async Task Tool(string program, string database, params string[] arguments)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        var call = new ProcessStartInfo(
            Path.Combine(Binaries.Find(), program),
            [$"--dbname=host={to.Host} port={to.Port} user={to.Username} dbname={to.Database}", .. arguments]
        )
        {
            RedirectStandardError = true,
        };
        call.Environment["PGPASSWORD"] = to.Password;
        using var process = Process.Start(call)!;
        var said = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Assert.True(process.ExitCode == 0, $"{program}: {said}");
    }
}
