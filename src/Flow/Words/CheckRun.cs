using System.Globalization;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What the check run <c>sluice</c> says.</summary>
public static class CheckRun
{
    public const string Name = "sluice";

    /// <summary>Where it stands, and in line also its place and when it is through.</summary>
    public static string Title(Telling telling) => Headlines.Of(telling.Standing) + Place(telling);

    private static string Place(Telling telling) =>
        (telling.Standing.State, telling.Standing.Position, telling.Due) switch
        {
            (PullState.Queued, { } position, null) => string.Create(CultureInfo.InvariantCulture, $", number {position}"),
            (PullState.Queued, { } position, { } due) => string.Create(
                CultureInfo.InvariantCulture,
                $", number {position}, lands about {Clock.Hour(due)}"
            ),
            (PullState.Testing, _, { } due) => $", until about {Clock.Hour(due)}",
            _ => "",
        };

    public static string Summary(Telling telling)
    {
        var parts = new[]
        {
            telling.Standing.Reason,
            Advice.For(telling.Standing),
            telling.Like,
            Meetings.Says(telling.Meets),
            telling.HoldOver is { } over ? Holds.Over(over) : null,
            CheckTable.Of(telling.Standing.Checks),
            telling.Assessment is { } assessment ? Explanation.Line(assessment) : null,
        };
        return Cut(string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)).Select(part => part!.TrimEnd())));
    }

    public static string Text(Telling telling)
    {
        var record = $"```json\n{PullRecord.Json(telling)}\n```";
        var tree = Explanation.Tree(telling);
        return record.Length + tree.Length + 2 <= Longest ? $"{tree}\n\n{record}" : record;
    }

    /// <summary>
    /// How the check run stands (contract, section 4): queued and running while under way, neutral where somebody has to look.
    /// </summary>
    internal static CheckState StateOf(PullState state, Code code) =>
        state switch
        {
            PullState.Waiting or PullState.Queued => CheckState.Queued,
            PullState.Testing => CheckState.Running,
            PullState.Ejected => CheckState.Failure,
            PullState.Left when code == Repo.Code.HeadMoved => CheckState.Cancelled,
            PullState.Held or PullState.Left or PullState.Unqueued => CheckState.Neutral,
            _ => CheckState.Success,
        };
}
