using System.Globalization;
using System.Text;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary>An evaluation for people.</summary>
internal static class EvaluationText
{
    private const int Name = 40;

    public static IEnumerable<string> Write(RiskModel model, ChangeTable table, IReadOnlyList<Trial> trials)
    {
        var text = new StringBuilder();
        var projects = trials[0].Projects;
        text.Append(CultureInfo.InvariantCulture, $"Model: {model.MadeBy}, trained on {model.TrainedOn}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"Judged: {projects.Sum(project => project.Changes)} of {Plural.Of(table.Count, "change")}, the newest of each project\n\nAUC\n"
        );
        Line(
            text,
            "",
            [.. projects.Select(project => project.Project.Length > 0 ? Short(project.Project) : "all"), "mean", "Brier", "ECE"]
        );
        Line(
            text,
            "share of bad changes",
            [.. projects.Select(project => Three(project.BadShare)), Three(projects.Average(project => project.BadShare))]
        );
        foreach (var trial in trials)
        {
            Line(
                text,
                $"{trial.How}, {trial.Features} features",
                [.. trial.Projects.Select(project => Four(project.Auc)), Four(trial.Auc), Three(trial.Brier), Three(trial.Ece)]
            );
        }

        Line(
            text,
            "lines added alone",
            [.. projects.Select(project => Four(project.LinesAuc)), Four(projects.Average(project => project.LinesAuc))]
        );
        foreach (var other in Published.IsAbout(projects.Select(project => project.Project)) ? Published.All : [])
        {
            Line(
                text,
                $"{other.Name} (published, fix included)",
                [.. projects.Select(project => Four(other.Auc[project.Project])), Four(other.Auc.Values.Average())]
            );
        }

        foreach (var trial in trials)
        {
            text.Append(CultureInfo.InvariantCulture, $"\nReliability: {trial.How}, {trial.Features} features\n");
            Line(text, "predicted", ["changes", "mean", "was bad"]);
            foreach (var step in trial.Reliability)
            {
                Line(
                    text,
                    string.Create(CultureInfo.InvariantCulture, $"{step.From:0.0} to {step.To:0.0}"),
                    [step.Count.ToString(CultureInfo.InvariantCulture), Three(step.Predicted), Three(step.Happened)]
                );
            }
        }

        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static void Line(StringBuilder text, string name, IEnumerable<string> cells) =>
        text.Append(name.PadRight(Name)).AppendJoin(' ', cells.Select(cell => cell.PadLeft(9))).Append('\n');

    private static string Short(string name) => name.Length > 9 ? name[..9] : name;

    private static string Three(double value) => double.IsNaN(value) ? "-" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Four(double value) => double.IsNaN(value) ? "-" : value.ToString("0.0000", CultureInfo.InvariantCulture);
}
