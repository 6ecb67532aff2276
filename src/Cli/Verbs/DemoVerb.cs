using System.CommandLine;
using Sluice.Cli.Demo;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice demo</c>.</summary>
internal static class DemoVerb
{
    public static Command Command()
    {
        var pulls = new Option<int>("--pulls") { Description = $"How many pull requests, at least {Script.Fewest}.", DefaultValueFactory = _ => Script.Fewest };
        var seed = new Option<ulong>("--seed") { Description = "Draws their order, the traffic and its luck.", DefaultValueFactory = _ => 1UL };
        var keep = new Option<bool>("--keep") { Description = "Stays up until Ctrl-C." };
        var speed = new Option<double>("--speed") { Description = "How much faster people, CI and deployer are.", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Prints one JSON document on standard output; progress goes to standard error." };
        var command = new Command("demo", "Takes pull requests from their opening to a verdict in production, all on this machine.") { pulls, seed, keep, speed, json };
        pulls.Validators.Add(result =>
        {
            if (result.GetValue(pulls) < Script.Fewest)
            {
                result.AddError($"--pulls: at least {Script.Fewest}, so that every kind of trouble is among them");
            }
        });
        speed.Validators.Add(result =>
        {
            if (result.GetValue(speed) is not (>= 0.1 and <= 20))
            {
                result.AddError("--speed: from 0.1 to 20");
            }
        });
        command.SetAction((parsed, stop) => DemoRun.Run(
            new DemoOptions(parsed.GetValue(pulls), parsed.GetValue(seed), parsed.GetValue(keep), parsed.GetValue(speed), parsed.GetValue(json)), stop));
        return command;
    }
}
