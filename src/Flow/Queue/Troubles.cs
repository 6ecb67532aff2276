using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Builds that ended without evidence blame nobody: tried again, then in halves, and only a pull that has no verdict alone is put out.</summary>
internal static class Troubles
{
    public static void TakeIn(Draft draft, Build build, CheckVerdict verdict)
    {
        draft.End(build);
        var never = verdict.Kind == CheckVerdictKind.Pending && verdict.Missing.Count > 0 && verdict.Told.Count == 0;
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Say("no_verdict", $"Build {build.Id} with {Composing.Names(numbers)} ended without a verdict: {What(draft, verdict, never)}", numbers);
        foreach (var member in build.Content)
        {
            var known = draft.Ledger.Troubles.FirstOrDefault(trouble => trouble.Number == member.Number)
                ?? new Trouble(member.Number, member.Head, 0, int.MaxValue);

            // What never started will not start because it is asked again; what was cut short may pass.
            var spent = never || known.Times + 1 > draft.Seen.Policy.Queue.Retries;
            if (spent && build.Content.Count == 1 && draft.Find(member.Number) is { } entry)
            {
                var code = never ? Code.ChecksMissing
                    : verdict.Kind == CheckVerdictKind.Pending || verdict.Told.Any(check => check.State == CheckState.TimedOut) ? Code.TimedOut
                    : Code.ChecksFailed;
                draft.Eject(entry, code, What(draft, verdict, never), build.Id, verdict.Told);
                return;
            }

            var most = never ? 1 : Math.Max(1, Math.Min(known.MaxBatch, (build.Content.Count + 1) / 2));
            draft.Ledger = draft.Ledger with
            {
                Troubles = Put(draft.Ledger.Troubles, spent ? known with { Times = 0, MaxBatch = most } : known with { Times = known.Times + 1 }),
            };
        }
    }

    public static Row<Trouble> Put(Row<Trouble> known, Trouble trouble) =>
        known.Where(other => other.Number != trouble.Number).Append(trouble).OrderBy(other => other.Number).ToRow();

    private static string What(Draft draft, CheckVerdict verdict, bool never)
    {
        var limit = Spans.Say(draft.Seen.Policy.Queue.Timeout);
        var told = string.Join(", ", verdict.Told.Select(check => $"{check.Name} ({Word(check.State)})"));
        var missing = string.Join(", ", verdict.Missing);
        return never
            ? $"{missing} never reported on the candidate within {limit}. Let that CI run on pushes to sluice/queue/**, or correct queue.checks or the branch's required checks."
            : verdict.Kind == CheckVerdictKind.Pending
                ? $"the checks took longer than {limit}: {(missing.Length == 0 ? told : $"{told}; {missing} never reported")}. Make them faster or raise queue.timeout."
                : $"{told}: no verdict about the code, again and again. Look at the CI's own log, then queue it again.";
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Queued => "queued",
        CheckState.Running => "running",
        CheckState.TimedOut => "timed out",
        CheckState.Cancelled => "cancelled",
        CheckState.ActionRequired => "waits for somebody",
        CheckState.StartupFailure => "could not start",
        CheckState.Stale => "stale",
        _ => "failed",
    };
}
