using System.CommandLine;
using Sluice.Cli.Verbs;

var root = new RootCommand("Sluice regulates the flow from pull request to production.")
{
    DemoVerb.Command(),
    ServeVerb.Command(),
    HubVerb.Command(),
    SimulateVerb.Command(),
    ValidateVerb.Command(),
    VersionVerb.Command(),
};
return await root.Parse(args).InvokeAsync();
