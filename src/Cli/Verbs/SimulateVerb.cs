using System.CommandLine;
using Sluice.Cli.Simulation;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice simulate</c>: what the queue would do to a history, beside its rivals; or the shipped turns in bad weather.</summary>
internal static class SimulateVerb
{
    private static readonly Argument<string?> File = new("TRACE")
    {
        Description = "A CSV: number,arrival_s,author,origin,risk,paths,bad,conflicts.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Policy = new("--policy") { Description = $"Which, with commas or repeated; otherwise all: {string.Join(", ", Entrants.Names)}.", DefaultValueFactory = _ => [] };

    private static readonly Option<string?> Config = new("--config") { Description = "A sluice.yml: preset, slots, batch and so on of ours." };

    private static readonly Option<int?> Slots = Numbers.Maybe<int>("--slots", "Builds at once; otherwise those of --config, or 4.", value => value is >= 1 and <= 1000, "a whole number from 1 to 1000");

    private static readonly Option<string> MeanBuild = new("--mean-build") { Description = "Mean time of a build.", DefaultValueFactory = _ => "30m" };

    private static readonly Option<double> Cv = Numbers.Between("--cv", "Standard deviation of a build's time, as a share of its mean.", 0.3, 0, 5);

    private static readonly Option<double> Flake = Numbers.Of("--flake", "How often a build fails though nothing in it is bad.", 0.01, value => value is >= 0 and < 1, "a probability from 0 to below 1");

    private static readonly Option<ulong> Seed = Numbers.Seed("Of the builds' times and flakes.");

    private static readonly Option<string?> Svg = new("--svg") { Description = "Draws how many wait over time into this file." };

    private static readonly Option<bool> Json = new("--json") { Description = "Prints one JSON document on standard output; progress goes to standard error." };

    private static readonly Option<bool> Storm = new("--storm") { Description = "Lost, doubled, late and shuffled webhooks, and crashes between any two awaits." };

    private static readonly Option<string> Seeds = new("--seeds") { Description = "Of storms: from and to, as 1..50, or one.", DefaultValueFactory = _ => "1..50" };

    public static Command Command()
    {
        var command = new Command("simulate", "Says what the queue would do to a history, in virtual time, beside other queues; with --storm, runs the shipped code under faults.")
        {
            File, Policy, Config, Slots, MeanBuild, Cv, Flake, Seed, Svg, Json, Storm, Seeds,
        };
        MeanBuild.Validators.Add(result =>
        {
            if (Length.Read(result.GetValueOrDefault<string>() ?? "") is null)
            {
                result.AddError("--mean-build: a number and a unit, such as 90s, 30m or 1.5h");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Storm) == (result.GetValue(File) is not null))
            {
                result.AddError("simulate: name a trace, or --storm");
            }
        });
        command.SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(Storm))
        {
            return Storms.Run(parsed.GetValue(Seeds)!, stop);
        }

        if (Inputs.Policies(parsed.GetValue(Policy)!) is not { } policies)
        {
            return Inputs.Unusable;
        }

        if (Inputs.Queue(parsed.GetValue(Config), out var code) is not { } queue || Inputs.Trace(parsed.GetValue(File)!, out code) is not { } trace)
        {
            return code;
        }

        var terms = new Terms
        {
            Slots = parsed.GetValue(Slots) ?? queue.Slots,
            MeanBuild = Length.Read(parsed.GetValue(MeanBuild)!)!.Value.TotalSeconds,
            Cv = parsed.GetValue(Cv),
            Flake = parsed.GetValue(Flake),
            Seed = parsed.GetValue(Seed),
        };
        return Courses.Run(trace, new SimulationOptions(policies, terms, queue, parsed.GetValue(Svg), parsed.GetValue(Json)), stop);
    }
}
