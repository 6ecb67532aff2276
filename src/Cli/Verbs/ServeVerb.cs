using System.CommandLine;
using Sluice.Bot;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Sim.Histories;

namespace Sluice.Cli.Verbs;

/// <summary>
/// <c>sluice serve</c>: the bot, until it is told to end. Settings come from the environment and as <c>--GitHub:AppId=7</c>.
/// </summary>
internal static class ServeVerb
{
    private const int Misconfigured = 2;

    public static Command Command()
    {
        var command = new Command(
            "serve",
            "Runs the bot until it is told to end. Settings: environment variables (GitHub__AppId, …), or after the verb as --GitHub:AppId=7; docs/configuration.md lists them. Exits with 2 where settings or the database keep it from starting."
        )
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                try
                {
                    await using var bot = await BotHost.Start(
                        [.. parsed.UnmatchedTokens],
                        connect: (settings, services) => Outside.Connect(settings, services) with { Replay = Replay.Of },
                        stop: stop
                    );
                    Terminal.Tell(bot.Greeting.Split('\n'));
                    await bot.WaitForShutdown(stop);
                    return 0;
                }
                catch (Exception fault) when (fault is SettingsException or DatabaseException)
                {
                    Terminal.Tell(fault is SettingsException settings ? settings.Faults : fault.Message.Split('\n'));
                    return Misconfigured;
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return 0; // told to end before it was up
                }
            }
        );
        return command;
    }
}
