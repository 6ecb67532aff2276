using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary>An evaluation for programs; a number that is not defined is null.</summary>
internal static class EvaluationJson
{
    public static string Write(RiskModel model, ChangeTable table, IReadOnlyList<Trial> trials) =>
        new JsonObject
        {
            ["model"] = new JsonObject { ["made_by"] = model.MadeBy, ["trained_on"] = model.TrainedOn },
            ["changes"] = table.Count,
            ["trials"] = new JsonArray([.. trials.Select(Of)]),
            ["published"] = Published.IsAbout(table.Projects)
                ? new JsonArray([
                    .. Published.All.Select(other => new JsonObject
                    {
                        ["name"] = other.Name,
                        ["auc"] = Number(other.Auc.Values.Average()),
                        ["projects"] = new JsonObject(other.Auc.Select(each => KeyValuePair.Create(each.Key, Number(each.Value)))),
                    }),
                ])
                : [],
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    private static JsonNode Of(Trial trial) =>
        new JsonObject
        {
            ["how"] = trial.How,
            ["features"] = trial.Features,
            ["auc"] = Number(trial.Auc),
            ["brier"] = Number(trial.Brier),
            ["ece"] = Number(trial.Ece),
            ["projects"] = new JsonArray([
                .. trial.Projects.Select(project => new JsonObject
                {
                    ["project"] = project.Project,
                    ["changes"] = project.Changes,
                    ["bad_share"] = Number(project.BadShare),
                    ["auc"] = Number(project.Auc),
                    ["lines_added_auc"] = Number(project.LinesAuc),
                    ["brier"] = Number(project.Brier),
                    ["ece"] = Number(project.Ece),
                }),
            ]),
            ["reliability"] = new JsonArray([
                .. trial.Reliability.Select(step => new JsonObject
                {
                    ["from"] = step.From,
                    ["to"] = step.To,
                    ["changes"] = step.Count,
                    ["predicted"] = Number(step.Predicted),
                    ["happened"] = Number(step.Happened),
                }),
            ]),
        };

    private static JsonNode? Number(double value) => double.IsNaN(value) ? null : Math.Round(value, 6);
}
