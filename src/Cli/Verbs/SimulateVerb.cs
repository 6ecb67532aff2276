using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Cli.Simulation;
using Sluice.Sim.Histories;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice simulate</c>: what the queue would do to a history, beside its rivals; or the shipped turns in bad weather.</summary>
internal static class SimulateVerb
{
    private static readonly Argument<string?> File = new("TRACE")
    {
        Description = "A CSV: number,arrival_s,author,origin,risk,paths,bad,conflicts; .gz is read.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Policy = new("--policy")
    {
        HelpName = "NAMES",
        Description = $"Which, with commas or repeated; otherwise all: {string.Join(", ", Entrants.Names)}.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Config = new("--config")
    {
        HelpName = "FILE",
        Description = "A sluice.yml: preset, slots, batch and so on of ours.",
    };

    private static readonly Option<int?> Slots = Numbers.Maybe<int>(
        "--slots",
        "Builds at once; otherwise those of --config, or 4.",
        value => value is >= 1 and <= 1000,
        "a whole number from 1 to 1000"
    );

    private static readonly Option<string> MeanBuild = new("--mean-build")
    {
        HelpName = "TIME",
        Description = "Mean time of a build.",
        DefaultValueFactory = _ => "30m",
    };

    private static readonly TimeSpan ShortestBuild = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestBuild = TimeSpan.FromDays(30);

    private static readonly Option<double> Cv = Numbers.Between(
        "--cv",
        "Standard deviation of a build's time, as a share of its mean.",
        0.3,
        0,
        5
    );

    private static readonly Option<double> Flake = Numbers.Of(
        "--flake",
        "How often a build fails though nothing in it is bad.",
        0.01,
        value => value is >= 0 and < 1,
        "a probability from 0 to below 1"
    );

    private static readonly Option<ulong> Seed = Numbers.Seed("Of the builds' times and flakes.");

    private static readonly Option<string?> Svg = new("--svg")
    {
        HelpName = "FILE",
        Description = "Draws how many wait over time into this file.",
    };

    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Prints one JSON document on standard output; progress goes to standard error.",
    };

    private static readonly Option<string?> Repository = new("--from-github")
    {
        HelpName = "OWNER/REPO",
        Description =
            "Its own history instead of a trace, from GitHub__ApiUrl, or GitHub.com where that is not set; GITHUB_TOKEN is used where it is.",
    };

    private static readonly Option<int> Days = Numbers.Between("--days", "How much of that history.", 90, 1, 3650);

    private static readonly Option<string?> Out = new("--out")
    {
        HelpName = "FILE",
        Description = "Writes that history as a trace into this file; packed where it ends in .gz.",
    };

    private static readonly Option<bool> Storm = new("--storm")
    {
        Description = "Lost, doubled, late and shuffled webhooks, and crashes between any two awaits.",
    };

    private static readonly Option<string> Seeds = new("--seeds")
    {
        HelpName = "A..B",
        Description = "Of storms: from and to, as 1..50, or one.",
        DefaultValueFactory = _ => "1..50",
    };

    private static readonly Option<bool> Native = new("--native")
    {
        Description = "Of storms: GitHub's own merge queue tests and lands, and the bot drives it (queue.native: drive).",
    };

    private static readonly Option<string?> Table = new("--table")
    {
        HelpName = "FILE",
        Description =
            "Of storms: writes how often each fault struck into this Markdown file, between its marks; as docs/reliability.md has them.",
    };

    public static Command Command()
    {
        var command = new Command(
            "simulate",
            "Says what the queue would do to a history, in virtual time, beside other queues; with --storm, runs the shipped code under faults. Exits with 1 where a file has faults or a storm broke an invariant."
        )
        {
            File,
            Policy,
            Config,
            Slots,
            MeanBuild,
            Cv,
            Flake,
            Seed,
            Svg,
            Json,
            Repository,
            Days,
            Out,
            Storm,
            Seeds,
            Native,
            Table,
        };
        MeanBuild.Validators.Add(result =>
        {
            if (
                result.Tokens is [.., var token]
                && !(Length.Read(token.Value) is { } mean && mean >= ShortestBuild && mean <= LongestBuild)
            )
            {
                result.AddError($"--mean-build '{token.Value}': a time from 1s to 30d, such as 90s, 30m or 1.5h");
            }
        });
        command.Validators.Add(result =>
        {
            var asked = new[]
            {
                result.GetValue(File) is null ? null : "a trace",
                result.GetResult(Repository) is null ? null : "--from-github",
                result.GetValue(Storm) ? "--storm" : null,
            }
                .OfType<string>()
                .ToList();
            if (asked.Count != 1)
            {
                var lonely = new Option[] { Seeds, Native, Table }.FirstOrDefault(option =>
                    result.GetResult(option) is { Implicit: false }
                );
                result.AddError(
                    asked.Count > 1 ? $"simulate: {string.Join(" and ", asked)}: only one of them"
                    : lonely is not null ? $"simulate: {lonely.Name} wants --storm"
                    : "simulate: name a trace, or --from-github OWNER/REPO, or --storm"
                );
                return;
            }

            var (what, takes) = Taken(result);
            var unused = command.Options.Where(option => !takes.Contains(option) && result.GetResult(option) is { Implicit: false });
            foreach (var idle in unused)
            {
                result.AddError($"simulate: {idle.Name} says nothing about {what}; leave it out");
            }
        });
        command.SetAction(Run);
        return command;
    }

    /// <summary>
    /// What is simulated, and the options that have a meaning for it: one that has none would be believed to have been obeyed.
    /// </summary>
    private static (string What, Option[] Takes) Taken(CommandResult asked)
    {
        Option[] queues = [Policy, Config, Slots, MeanBuild, Cv, Flake, Seed, Svg, Json];
        return asked.GetValue(Storm) ? ("storms", [Storm, Seeds, Native, Table])
            : asked.GetResult(Repository) is not null ? ("a repository's history", [.. queues, Repository, Days, Out])
            : ("a trace", queues);
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(Storm))
        {
            return Storms.Run(parsed.GetValue(Seeds)!, parsed.GetValue(Native), parsed.GetValue(Table), stop);
        }

        if (Inputs.Policies(parsed.GetValue(Policy)!) is not { } policies)
        {
            return Inputs.Unusable;
        }

        foreach (var written in new[] { parsed.GetValue(Svg), parsed.GetValue(Out) }.OfType<string>())
        {
            NamedFile.Check(written);
        }

        if (await Running.Aside(() => Inputs.Queue(parsed.GetValue(Config)), stop) is not { } queue)
        {
            return Inputs.Faulty;
        }

        var terms = new Terms
        {
            Slots = parsed.GetValue(Slots) ?? queue.Slots,
            MeanBuild = Length.Read(parsed.GetValue(MeanBuild)!)!.Value.TotalSeconds,
            Cv = parsed.GetValue(Cv),
            Flake = parsed.GetValue(Flake),
            Seed = parsed.GetValue(Seed),
        };
        var options = new SimulationOptions(policies, terms, queue, parsed.GetValue(Svg), parsed.GetValue(Json));
        if (parsed.GetValue(Repository) is { } repository)
        {
            return await Past(parsed, repository, options, stop);
        }

        return await Running.Aside(() => Inputs.Trace(parsed.GetValue(File)!), stop) is { } trace
            ? await Courses.Run(trace, options, null, stop)
            : Inputs.Faulty;
    }

    /// <summary>A repository's own history: its CI is as it was, but for what is asked for otherwise.</summary>
    private static async Task<int> Past(ParseResult parsed, string repository, SimulationOptions options, CancellationToken stop)
    {
        if (await FromGitHub.Read(repository, parsed.GetValue(Days), stop) is not { } history)
        {
            return Inputs.Unusable;
        }

        bool IsAsked(Option option) => parsed.GetResult(option) is { Implicit: false };
        var seen = history.Terms with
        {
            MeanBuild = IsAsked(MeanBuild) ? options.Terms.MeanBuild : history.Terms.MeanBuild,
            Cv = IsAsked(Cv) ? options.Terms.Cv : history.Terms.Cv,
            Flake = IsAsked(Flake) ? options.Terms.Flake : history.Terms.Flake,
            Seed = options.Terms.Seed,
        };
        history = history with { Terms = seen };
        var advice = await Running.Aside(() => Advice.Of(history, options.Queue, Terminal.Tell), stop);
        Advised.Show(history, advice, options.Json ? Terminal.Tell : Terminal.Say);
        if (parsed.GetValue(Out) is { } path)
        {
            NamedFile.Write(path, TraceWriter.Write(history.Trace));
        }

        return await Courses.Run(
            history.Trace,
            options with
            {
                Terms = seen with { Slots = parsed.GetValue(Slots) ?? advice.Slots },
            },
            advice,
            stop
        );
    }
}
