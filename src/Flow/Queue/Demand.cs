using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Which checks a candidate needs.</summary>
/// <param name="Globs">Each must match at least one check.</param>
/// <param name="All">All that report, and at least one.</param>
internal sealed record Demand(Row<RequiredCheck> Names, Row<string> Globs, bool All)
{
    /// <summary>The bot's own check runs say what the queue thinks: they are no evidence for it.</summary>
    private const string Own = "sluice";

    /// <summary>
    /// GitHub creates the check run of a dependent job within seconds of the end of the job that it needs. Where nobody says which checks
    /// there have to be, that one may be unknown still when all known ones are good.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    public CheckVerdict Judge(Row<Check> reported, DateTimeOffset now)
    {
        var checks = reported.Where(check => check.Name != Own && !check.Name.StartsWith(Own + " / ", StringComparison.Ordinal)).ToList();
        var counted = new List<Check>();
        var missing = new List<string>();
        foreach (var name in Names)
        {
            Count(
                checks.Where(check => check.Name == name.Name && (name.App is null || name.App == check.App)),
                name.Name,
                counted,
                missing
            );
        }

        foreach (var text in Globs)
        {
            var glob = Glob.Parse(text);
            Count(checks.Where(check => glob.IsMatch(check.Name)), text, counted, missing);
        }

        if (All)
        {
            Count(checks, "any check", counted, missing);
        }

        var verdict = Judge(counted.Distinct().OrderBy(check => check.Name, StringComparer.Ordinal).ToList(), missing.ToRow());
        return
            All && verdict.Kind == CheckVerdictKind.Green && checks.Max(check => check.Completed) + Settling is { } settled && settled > now
            ? verdict with
            {
                Kind = CheckVerdictKind.Pending,
                SettledAt = settled,
            }
            : verdict;
    }

    private static void Count(IEnumerable<Check> matching, string wanted, List<Check> counted, List<string> missing)
    {
        var before = counted.Count;
        counted.AddRange(matching);
        if (counted.Count == before)
        {
            missing.Add(wanted);
        }
    }

    private static CheckVerdict Judge(List<Check> counted, Row<string> missing)
    {
        var red = counted.Where(check => check.State == CheckState.Failure).ToRow();
        var running = counted.Where(check => check.State is CheckState.Queued or CheckState.Running).ToRow();
        var good = counted.Count(IsGood);
        if (red.Count > 0)
        {
            return new CheckVerdict(CheckVerdictKind.Red, red, missing);
        }

        if (running.Count > 0 || missing.Count > 0)
        {
            return new CheckVerdict(CheckVerdictKind.Pending, running, missing);
        }

        return good == counted.Count
            ? new CheckVerdict(CheckVerdictKind.Green, counted.ToRow(), missing)
            : new CheckVerdict(CheckVerdictKind.Broken, counted.Where(check => !IsGood(check)).ToRow(), missing);
    }

    private static bool IsGood(Check check) => check.State is CheckState.Success or CheckState.Neutral or CheckState.Skipped;
}
