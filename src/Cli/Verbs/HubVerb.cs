using System.CommandLine;
using Sluice.Hub;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice hub</c>: the local GitHub alone.</summary>
internal static class HubVerb
{
    public static Command Command()
    {
        var port = new Option<int>("--port") { Description = "Where it listens on 127.0.0.1.", DefaultValueFactory = _ => 9099 };
        var data = new Option<string?>("--data") { Description = "Folder for the repositories; a temporary one where none is named." };
        var seed = new Option<ulong>("--seed") { Description = "Of its tokens and its weather.", DefaultValueFactory = _ => 1UL };
        var command = new Command("hub", "Runs the local GitHub: REST, GraphQL, git over HTTP, signed webhooks.") { port, data, seed };
        command.SetAction(async (parsed, stop) =>
        {
            await using var hub = await HubServer.Start(new HubOptions
            {
                Port = parsed.GetValue(port),
                DataDirectory = parsed.GetValue(data),
                Seed = parsed.GetValue(seed),
                IsGuarded = true,
            });
            Console.WriteLine($"A GitHub listens on {hub.Url}. Clone as somebody, for example:");
            foreach (var login in hub.Tokens.Keys)
            {
                Console.WriteLine($"  git clone {hub.CloneUrl(login)}   # {hub.World.Do(() => hub.Shop.RoleOf(hub.World.Accounts[login]))}");
            }

            Console.WriteLine("main is guarded: only the App moves it; push to a branch and open a pull request.");
            Console.WriteLine($"Scripts: {hub.Url}/_hub. Ctrl-C ends it.");
            await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return 0;
        });
        return command;
    }
}
