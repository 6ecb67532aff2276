using System.CommandLine;
using Sluice.Cli.Demo;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice demo</c>.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var pulls = Numbers.Between(
            "--pulls",
            $"How many pull requests, {Script.Fewest} to {Script.Most}.",
            Script.Fewest,
            Script.Fewest,
            Script.Most
        );
        var seed = Numbers.Seed("Draws their order, the traffic and its luck.");
        var keep = new Option<bool>("--keep") { Description = "Stays up until Ctrl-C, with its pages." };
        var speed = Numbers.Between("--speed", "How much faster people, CI and deployer are, 0.2 to 20.", 1.0, 0.2, 20);
        var json = new Option<bool>("--json")
        {
            Description = "Prints one JSON document on standard output; progress goes to standard error.",
        };
        var command = new Command(
            "demo",
            "Takes pull requests from their opening to a verdict in production, all on this machine. Exits with 0 only if every invariant held."
        )
        {
            pulls,
            seed,
            keep,
            speed,
            json,
        };
        command.SetAction(
            (parsed, stop) =>
                DemoRun.Run(
                    new DemoOptions(
                        parsed.GetValue(pulls),
                        parsed.GetValue(seed),
                        parsed.GetValue(keep),
                        parsed.GetValue(speed),
                        parsed.GetValue(json)
                    ),
                    stop
                )
        );
        return command;
    }
}
