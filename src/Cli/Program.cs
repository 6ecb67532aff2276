using System.CommandLine;
using System.CommandLine.Invocation;
using Sluice.Cli;
using Sluice.Cli.Verbs;
using Sluice.Cli.Verbs.Risk;
using Sluice.Flow;

var root = new RootCommand("Sluice regulates the flow from pull request to production.")
{
    DemoVerb.Command(),
    ServeVerb.Command(),
    HubVerb.Command(),
    RiskVerb.Command(),
    SimulateVerb.Command(),
    JudgeVerb.Command(),
    ValidateVerb.Command(),
    DoctorVerb.Command(),
    ReplayVerb.Command(),
    TestVerb.Command(),
    VersionVerb.Command(),
};

if (args is ["help", .. var about])
{
    args = [.. about, "--help"];
}

if (args is [[>= 'a' and <= 'z', ..] word, ..] && root.Subcommands.All(verb => verb.Name != word))
{
    var verbs = root.Subcommands.Select(verb => verb.Name).ToList();
    Console.Error.WriteLine($"{word}: there is no such verb. {(Nearest.To(word, verbs) is { } meant ? $"Did you mean {meant}?" : $"There are {string.Join(", ", verbs)}.")}");
    return 1;
}

var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction error)
{
    (error.ShowHelp, error.ShowTypoCorrections) = (false, false);
}

using var signals = new Signals();
// To a pipeline, judge's 1 says "regressed": a mistyped option must not.
return await Running.Run(parsed, signals, failed: parsed.CommandResult.Command.Name == "judge" ? JudgeVerb.Unreadable : 1);
