using System.CommandLine;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary><c>sluice risk evaluate CSV</c>: how good the scores of the newest fifth of each project are.</summary>
internal static class EvaluateVerb
{
    public static Command Command()
    {
        var leaving = new Option<bool>("--leave-one-out") { Description = "Also trains on all projects but one, and judges that one." };
        var choosing = new Option<bool>("--choosing")
        {
            Description = "Trains on the oldest 64 % and judges the next 16 %: for choosing a recipe without a look at the newest fifth.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON document." };
        var command = new Command("evaluate", "Judges a model on the newest fifth of each project.")
        {
            RiskVerb.Table,
            RiskVerb.Model,
            leaving,
            choosing,
            json,
        };
        command.SetAction(parsed =>
            RiskVerb.Run(() =>
            {
                var path = parsed.GetRequiredValue(RiskVerb.Table);
                var table = parsed.GetValue(choosing) ? TableFile.ReadKept(path) : TableFile.Read(path);
                var parts = parsed.GetValue(choosing) ? Part.ForChoosing(table) : Part.Of(table);
                if (!parts.Any(part => part.Judged.Length > 0))
                {
                    throw new UnreadableTableException(path, 1, "too few rows: nothing is left to judge");
                }

                var model = parsed.GetValue(choosing)
                    ? Training.Shared(table, parts, "this run (--choosing)", TableFile.Describe(path, table, parts))
                    : RiskVerb.Read(parsed.GetValue(RiskVerb.Model));
                var trials = Evaluation.Of(model, table, parts);
                if (parsed.GetValue(leaving))
                {
                    Terminal.Tell($"learning {Plural.Of(table.Projects.Count, "time")}, each time without one project");
                    trials = trials.AddRange(Evaluation.LeavingOneOut(table, parts));
                }

                if (parsed.GetValue(json))
                {
                    Terminal.Hand(EvaluationJson.Write(model, table, trials));
                    return;
                }

                foreach (var line in EvaluationText.Write(model, table, trials))
                {
                    Terminal.Say(line);
                }
            })
        );
        return command;
    }
}
