using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice version</c>.</summary>
internal static class VersionVerb
{
    public static Command Command()
    {
        var command = new Command("version", "Says version, commit and runtime.");
        command.SetAction(_ =>
        {
            var informational =
                typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            var (version, commit) = informational.Split('+', 2) is [var before, var after]
                ? (before, after)
                : (informational, "unknown commit");
            Terminal.Say($"sluice {version} ({commit}) on {RuntimeInformation.FrameworkDescription}");
        });
        return command;
    }
}
