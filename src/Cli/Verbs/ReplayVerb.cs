using System.CommandLine;
using Sluice.Bot;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice replay [DELIVERY…]</c>.</summary>
internal static class ReplayVerb
{
    private const int Misconfigured = 2;

    public static Command Command()
    {
        var deliveries = new Argument<string[]>("DELIVERY")
        {
            Description = "GUIDs (X-GitHub-Delivery) or numbers; none: all that were missed.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "replay",
            "Asks GitHub to deliver webhooks again. Settings in the environment, as for serve. Exits with 1 where one was not asked for, 2 where the settings do not do."
        )
        {
            deliveries,
        };
        command.SetAction(
            async (parsed, stop) =>
            {
                try
                {
                    using var network = GitHubConnection.Network();
                    var (asked, failed) = await new Replay(BotHost.Settings([]), network, TimeProvider.System).Run(
                        parsed.GetValue(deliveries) ?? [],
                        Terminal.Say,
                        stop
                    );
                    Terminal.Say(asked + failed == 0 ? "No delivery was missed." : $"{asked} asked for again, {failed} not.");
                    return failed == 0 ? 0 : 1;
                }
                catch (SettingsException fault)
                {
                    Terminal.Tell(fault.Faults);
                    return Misconfigured;
                }
            }
        );
        return command;
    }
}
