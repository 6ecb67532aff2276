using System.CommandLine;
using System.Text.Json;
using Sluice.Bot;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice doctor</c>: a line for each thing that has to be so, with a tick or with what to do.</summary>
internal static class DoctorVerb
{
    private const int Unwell = 1;

    public static Command Command()
    {
        var json = new Option<bool>("--json") { Description = "One JSON document on standard output." };
        var command = new Command(
            "doctor",
            "Checks settings, database, App, webhook and each repository's rules and CI. Settings as for serve. Exits with 1 where anything needs somebody, 2 where the words after the verb are no settings."
        )
        {
            json,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(
            async (parsed, stop) =>
            {
                IReadOnlyList<Finding> findings;
                try
                {
                    findings = await Findings([.. parsed.UnmatchedTokens], stop);
                }
                catch (WrongWordsException wrong)
                {
                    Terminal.Tell(wrong.Faults);
                    return Usage.Wrong;
                }

                if (parsed.GetValue(json))
                {
                    Terminal.Hand(
                        JsonSerializer.Serialize(
                            new
                            {
                                well = findings.All(each => each.IsWell),
                                findings = findings.Select(each => new
                                {
                                    about = each.About,
                                    well = each.IsWell,
                                    says = each.Says,
                                    @do = each.Do,
                                }),
                            }
                        )
                    );
                }
                else
                {
                    Tell(findings);
                }

                return findings.All(each => each.IsWell) ? 0 : Unwell;
            }
        );
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> Findings(string[] arguments, CancellationToken stop)
    {
        try
        {
            using var network = GitHubConnection.Network();
            return await new Checkup(BotHost.Settings(arguments), network, TimeProvider.System).All(stop);
        }
        catch (SettingsException fault) when (fault is not WrongWordsException)
        {
            return [.. fault.Faults.Select(each => new Finding("settings", each, "set it right; docs/configuration.md lists them all"))];
        }
    }

    private static void Tell(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            Terminal.Say($"{(finding.IsWell ? '✓' : '✗')} {finding.About}: {finding.Says}");
            if (finding.Do is { } advice)
            {
                Terminal.Say($"    → {advice}");
            }
        }

        var unwell = findings.Count(each => !each.IsWell);
        Terminal.Say(unwell == 0 ? "All is well." : $"{unwell} of {findings.Count} need somebody.");
    }
}
