using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>How a model does on the newest part of each project.</summary>
public static class Evaluation
{
    private const int Told = 50;

    /// <summary>
    /// As for a repository of which nothing is known, and with what its own older part teaches (the model's own trees where it has some for
    /// that project).
    /// </summary>
    public static Row<Trial> Of(RiskModel model, ChangeTable table, Row<Part> parts)
    {
        Row<Part> judged = [.. parts.Where(part => part.Judged.Length > 0)];
        var own = judged
            .Select(part =>
                model.Own.FirstOrDefault(own => own.Project == part.Project) ?? OwnLearning.Fit(model, table, part.Learnt, part.Project)
            )
            .ToList();
        return
        [
            .. Levels(table, model)
                .SelectMany(level =>
                    new[]
                    {
                        Judge("unknown repository", level, judged, table, (_, values) => model.LogOdds(values)),
                        Judge(
                            "own changes learnt",
                            level,
                            judged,
                            table,
                            (at, values) => own[at] is { } stages ? model.Shared(values) + stages.Of(values) : model.LogOdds(values)
                        ),
                    }
                ),
        ];
    }

    /// <summary>
    /// Each project by a model that was trained on the others; then with its intercept moved by its newest 50 older changes.
    /// </summary>
    public static Row<Trial> LeavingOneOut(ChangeTable table, Row<Part> parts)
    {
        Row<Part> judged = [.. parts.Where(part => part.Judged.Length > 0)];
        var others = judged.Select(part => Training.Shared(table, [.. parts.Where(other => other != part)], "", "")).ToList();
        return
        [
            .. Levels(table, others[0])
                .SelectMany(level =>
                    new[]
                    {
                        Judge("left out", level, judged, table, (at, values) => others[at].LogOdds(values)),
                        Judge($"left out, {Told} outcomes told", level, judged, table, Shifted(level)),
                    }
                ),
        ];

        Func<int, double[], double> Shifted(int level)
        {
            var shifts = judged
                .Select(
                    (part, at) =>
                    {
                        var newest = part.Learnt[^Math.Min(Told, part.Learnt.Length)..];
                        return Intercepts.Shift(
                            [.. newest.Select(row => others[at].LogOdds(OwnLearning.Known(table, row, level)))],
                            [.. newest.Select(table.IsBad)],
                            [.. newest.Select(_ => 1.0)]
                        );
                    }
                )
                .ToList();
            return (at, values) => others[at].LogOdds(values) + shifts[at];
        }
    }

    private static int[] Levels(ChangeTable table, RiskModel model) =>
        table.HasHistory && model.History is not null ? [Kamei.Sizes, Kamei.Names.Count] : [Kamei.Sizes];

    private static Trial Judge(string how, int features, Row<Part> parts, ChangeTable table, Func<int, double[], double> logOdds)
    {
        var (all, happened) = (new List<double>(), new List<bool>());
        var projects = new List<Measured>();
        foreach (var (part, at) in parts.Select((part, at) => (part, at)))
        {
            double[] p = [.. part.Judged.Select(row => Odds.Probability(logOdds(at, OwnLearning.Known(table, row, features))))];
            bool[] bad = [.. part.Judged.Select(table.IsBad)];
            var lines = Measures.Auc([.. part.Judged.Select(row => table.Feature(Kamei.LinesAdded, row))], bad);
            projects.Add(
                new Measured(
                    part.Project,
                    p.Length,
                    bad.Count(each => each) / (double)p.Length,
                    Measures.Auc(p, bad),
                    lines,
                    Measures.Brier(p, bad),
                    Measures.Ece(p, bad)
                )
            );
            all.AddRange(p);
            happened.AddRange(bad);
        }

        return new Trial(how, features, projects.ToRow(), Measures.Table(all, happened));
    }
}

/// <summary>A way of scoring, project by project.</summary>
/// <param name="Features">How many of <see cref="Kamei.Names"/> were known.</param>
/// <param name="Reliability">Over the changes of all projects.</param>
public sealed record Trial(string How, int Features, Row<Measured> Projects, Row<Reliability> Reliability)
{
    /// <summary>Means over the projects; those whose changes are all of one kind have no AUC.</summary>
    public double Auc => Projects.Select(project => project.Auc).Where(auc => !double.IsNaN(auc)).DefaultIfEmpty(double.NaN).Average();

    public double Brier => Projects.Average(project => project.Brier);

    public double Ece => Projects.Average(project => project.Ece);
}

/// <param name="BadShare">Share of bad changes among those it was judged on.</param>
/// <param name="LinesAuc">AUC of the lines added alone: what LApredict is.</param>
public sealed record Measured(string Project, int Changes, double BadShare, double Auc, double LinesAuc, double Brier, double Ece);
