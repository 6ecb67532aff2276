using System.CommandLine;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary><c>sluice risk score CSV</c>: the table again, with two columns more; one row in memory at a time.</summary>
internal static class ScoreVerb
{
    public static Command Command()
    {
        var command = new Command("score", "Writes the table to standard output with the columns score and band added.")
        {
            RiskVerb.Table,
            RiskVerb.Model,
        };
        command.SetAction(parsed =>
            RiskVerb.Run(() => Score(parsed.GetRequiredValue(RiskVerb.Table), RiskVerb.Read(parsed.GetValue(RiskVerb.Model))))
        );
        return command;
    }

    private static void Score(string path, RiskModel model)
    {
        using var to = new StreamWriter(new Output());
        foreach (var line in Scoring.Lines(TableFile.Lines(path), path, model))
        {
            to.Write(line);
            to.Write('\n');
        }
    }
}
