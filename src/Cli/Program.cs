using System.CommandLine;
using System.CommandLine.Invocation;
using Sluice.Cli;
using Sluice.Cli.Verbs;
using Sluice.Cli.Verbs.Risk;
using Sluice.Flow;

Output.Begin();
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
    RotateVerb.Command(),
    TestVerb.Command(),
    VersionVerb.Command(),
};

if (args is ["help", .. var about])
{
    args = [.. about, "--help"];
}

if (args is [[not ('-' or '['), ..] word, ..] && root.Subcommands.All(verb => verb.Name != word))
{
    var verbs = root.Subcommands.Select(verb => verb.Name).ToList();
    Terminal.Tell(
        $"{word}: there is no such verb. {(Nearest.To(word, verbs) is { } meant ? $"Did you mean {meant}?" : $"There are {string.Join(", ", verbs)}.")}"
    );
    return Usage.Wrong;
}

var parsed = root.Parse(args);

// To a pipeline, judge's numbers are verdicts: a mistyped option must not say one.
var isJudge = parsed.CommandResult.Command.Name == "judge";
if ((Usage.Misspelt(parsed, args) ?? (parsed.Action is ParseErrorAction ? Usage.Says(parsed) : null)) is { } wrong)
{
    Terminal.Tell(wrong);
    return isJudge ? JudgeVerb.Unreadable : Usage.Wrong;
}

using var signals = new Signals();
return await Running.Run(
    parsed,
    signals,
    failed: isJudge ? JudgeVerb.Unreadable : 1,
    unusable: isJudge ? JudgeVerb.Unreadable : Usage.Wrong
);
