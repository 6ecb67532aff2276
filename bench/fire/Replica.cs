using System.Globalization;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub;

namespace Sluice.Bench.Fire;

/// <summary>One of several processes of the bot on one database, started anew whenever it has ended.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sluice-replica-").FullName;

    public Replica(HubServer hub, string database, BotLog log)
    {
        Address = $"http://127.0.0.1:{Loopback.FreePort()}";
        Bot = new Undying(BotProcess.Settings(hub, Address, _data, database), log);
    }

    public string Address { get; }

    public Undying Bot { get; }

    /// <summary>Whether a push of its own is under way: a child of the process runs it.</summary>
    public bool IsPushing => Bot.Id is { } id && Directory.EnumerateDirectories("/proc").Any(process => IsPush(process, id));

    public Task Ready() => Bot.Ready(Address);

    public async ValueTask DisposeAsync()
    {
        await Bot.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static bool IsPush(string process, int parent)
    {
        if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return false;
        }

        try
        {
            // From the third field on: what stands before is a name that may hold anything.
            var stat = File.ReadAllText(Path.Combine(process, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(CultureInfo.InvariantCulture)
                && File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0').Contains("push");
        }
        catch (IOException)
        {
            return false; // it has just ended
        }
    }
}
