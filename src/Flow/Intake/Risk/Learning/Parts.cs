using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>The rows of a project by time: what is learnt from, and the newer ones that it is judged on.</summary>
public sealed record Part(string Project, int[] Learnt, int[] Judged)
{
    /// <summary>
    /// Share of a project's changes, from the oldest, that is learnt from: as ISSTA'21 split its table (prepare_data.py).
    /// </summary>
    public const double LearntShare = 0.8;

    public static Row<Part> Of(ChangeTable table) => Of(table, LearntShare, 1);

    /// <summary>The last fifth of what may be learnt from, judged by what comes before it: for choosing among recipes.</summary>
    public static Row<Part> ForChoosing(ChangeTable table) => Of(table, LearntShare * LearntShare, LearntShare);

    private static Row<Part> Of(ChangeTable table, double learnt, double judged) =>
        [
            .. table.Projects.Select(
                (name, project) =>
                {
                    var rows = table.ByTime(project);
                    var (border, end) = ((int)(rows.Length * learnt), (int)(rows.Length * judged));
                    return new Part(name, rows[..border], rows[border..end]);
                }
            ),
        ];
}
