using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>The two comments that the bot may have on a pull.</summary>
public static class Comments
{
    public const string StatusMarker = "<!-- sluice -->";

    public const string VerdictMarker = "<!-- sluice:verdict -->";

    /// <summary>Where the pull stands: what happened, why, what next, and the record at the end.</summary>
    public static string Status(Telling telling)
    {
        var standing = telling.Standing;
        var parts = new[]
        {
            StatusMarker,
            $"**{Headlines.Of(standing)}.** {standing.Reason}".TrimEnd(),
            Advice.For(standing),
            telling.Like,
            telling.HoldOver is { } over ? Holds.Over(over) : null,
            CheckTable.Of(standing.Checks),
            telling.Assessment is { } assessment
                ? $"<sub>{Explanation.Line(assessment)} \u00b7 `/sluice explain`, `/sluice help`</sub>"
                : null,
            $"<!-- sluice:data {PullRecord.Json(telling)} -->",
        };
        return Cut(string.Join("\n\n", parts.Where(part => !string.IsNullOrEmpty(part)).Select(part => part!.TrimEnd())));
    }

    /// <summary>For those who must know: the canary of this very pull regressed, or could not be judged.</summary>
    public static string Verdict(Telling telling)
    {
        var standing = telling.Standing;
        var next = standing.State switch
        {
            PullState.Reverted => "Nothing is left to do in production. To bring it back, fix it in a new pull request.",
            PullState.Regressed when standing.Release?.RevertPull is not null =>
                "The revert goes ahead of everything in the queue. Look at the metric before you bring the change back.",
            PullState.Regressed => "Look at the metric, and say `/sluice revert` here if the harm goes on.",
            _ =>
                "Look whether the metrics of the canary arrive at all; a maintainer decides: `/sluice promote`, `/sluice rollback` or `/sluice extend` here.",
        };
        return Cut($"{VerdictMarker}\n\n**{Headlines.Of(standing)}.** {standing.Reason}\n\n{next}");
    }
}
