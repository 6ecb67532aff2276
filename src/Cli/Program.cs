using System.CommandLine;
using Sluice.Cli.Verbs;
using Sluice.Cli.Verbs.Risk;

var root = new RootCommand("Sluice regulates the flow from pull request to production.")
{
    DemoVerb.Command(),
    ServeVerb.Command(),
    HubVerb.Command(),
    RiskVerb.Command(),
    SimulateVerb.Command(),
    JudgeVerb.Command(),
    ValidateVerb.Command(),
    VersionVerb.Command(),
};

// A bot that is told to end lets its turns end first, and then its database: that may take longer than the usual two seconds.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
