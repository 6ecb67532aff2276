using System.CommandLine;
using Sluice.Bot;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice rotate</c>: another key or webhook secret, without a stop.</summary>
internal static class RotateVerb
{
    private const int Misconfigured = 2;

    public static Command Command()
    {
        var file = new Argument<string>("FILE") { Description = "The new private key, as GitHub handed it out (.pem)." };
        var (secret, key, forget) = (
            new Command("secret", "Has GitHub sign webhooks with a new secret; the former one is taken for a day."),
            new Command("key", "Takes up a private key that was made in the App's settings, once GitHub knows it.") { file },
            new Command("forget", "Takes the former webhook secret no more.")
        );
        secret.SetAction((_, stop) => Run(rotation => rotation.Secret(stop)));
        key.SetAction(
            (parsed, stop) =>
                Run(async rotation =>
                    await rotation.Key(
                        await Running.Aside(() => NamedFile.Text(parsed.GetRequiredValue(file), "a private key (.pem)"), stop),
                        stop
                    )
                )
        );
        forget.SetAction((_, stop) => Run(rotation => rotation.Forget(stop)));
        return new Command(
            "rotate",
            "Changes the secrets of the App that was registered at /setup while the bot runs. Settings in the environment, as for serve. Exits with 1 where nothing was changed, 2 where the settings do not do."
        )
        {
            secret,
            key,
            forget,
        };
    }

    private static async Task<int> Run(Func<Rotation, Task<Turned>> turn)
    {
        try
        {
            using var network = GitHubConnection.Network();
            var turned = await turn(new Rotation(BotHost.Settings([]), network, TimeProvider.System));
            if (turned.Done)
            {
                Terminal.Say(turned.Says);
            }
            else
            {
                Terminal.Tell(turned.Says);
            }

            return turned.Done ? 0 : 1;
        }
        catch (SettingsException fault)
        {
            Terminal.Tell(fault.Faults);
            return Misconfigured;
        }
    }
}
