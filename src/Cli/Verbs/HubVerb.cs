using System.CommandLine;
using System.ComponentModel;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Sluice.Hub;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice hub</c>: the local GitHub alone.</summary>
internal static class HubVerb
{
    private const int Unusable = 2;

    /// <summary>It may run for weeks; so many are some 50 MB.</summary>
    private const int KeptRequests = 100_000;

    public static Command Command()
    {
        var port = Numbers.Between("--port", "Where it listens on 127.0.0.1; 0: any free one.", 9099, 0, 65535);
        var data = new Option<string?>("--data")
        {
            HelpName = "DIR",
            Description = "Folder for the repositories; a temporary one where none is named.",
        };
        var seed = Numbers.Seed("Of its tokens and its weather.");
        var command = new Command(
            "hub",
            "Runs the local GitHub: REST, GraphQL, git over HTTP, signed webhooks. Ctrl-C ends it; exits with 2 where it cannot start."
        )
        {
            port,
            data,
            seed,
        };
        data.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } path && string.IsNullOrWhiteSpace(path))
            {
                result.AddError("--data: name a folder");
            }
        });
        command.SetAction(
            async (parsed, stop) =>
            {
                try
                {
                    await using var hub = await HubServer.Start(
                        new HubOptions
                        {
                            Port = parsed.GetValue(port),
                            DataDirectory = parsed.GetValue(data),
                            Seed = parsed.GetValue(seed),
                            IsGuarded = true,
                            KeptRequests = KeptRequests,
                        }
                    );
                    Tell(hub);
                    await Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default);
                    return 0;
                }
                catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Win32Exception)
                {
                    Terminal.Tell($"hub: it cannot start: {Why(fault, parsed.GetValue(port))}");
                    return Unusable;
                }
            }
        );
        return command;
    }

    private static string Why(Exception fault, int port) =>
        fault switch
        {
            IOException { InnerException: AddressInUseException } =>
                $"another process listens on port {port} already. Stop it, or name another with --port.",
            SocketException { SocketErrorCode: SocketError.AccessDenied } =>
                $"{Environment.UserName} may not listen on port {port}. Name one from 1024 up with --port.",
            _ => fault.Message,
        };

    private static void Tell(HubServer hub)
    {
        Terminal.Say($"A GitHub listens on {hub.Url}. Clone as somebody, for example:");
        foreach (var login in hub.Tokens.Keys)
        {
            var role = hub.World.Do(() => hub.Shop.RoleOf(hub.World.Accounts[login])).ToString().ToLowerInvariant();
            Terminal.Say($"  git clone {hub.CloneUrl(login)}   # {login}, {role}");
        }

        Terminal.Say("main is guarded: only the App moves it; push to a branch and open a pull request.");
        Terminal.Say($"Scripts: {hub.Url}/_hub. Ctrl-C ends it.");
    }
}
