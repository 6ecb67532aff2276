using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bench.Landing;

/// <summary>The bot as <c>sluice serve</c>, in a process of its own, with a PostgreSQL of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly BotProcess _bot;
    private readonly string _data;

    private Server(BotProcess bot, string data) => (_bot, _data) = (bot, data);

    public long Resident => _bot.Resident;

    public static async Task<Server> Start(HubServer hub)
    {
        var data = Directory.CreateTempSubdirectory("sluice-landing-").FullName;
        var address = $"http://127.0.0.1:{Loopback.FreePort()}";
        var bot = BotProcess.Start(
            BotProcess.Settings(hub, address, data, database: null),
            new BotLog { Also = Console.Error.WriteLine },
            await Published.Sluice()
        );
        await bot.Ready(address, TimeSpan.FromSeconds(120));
        hub.World.Do(() => hub.App.WebhookUrl = $"{address}/webhooks");
        return new Server(bot, data);
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
