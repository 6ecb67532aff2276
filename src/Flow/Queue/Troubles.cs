using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Builds that ended without evidence blame nobody: tried again, then in halves, and only a pull that has no verdict alone is put out.
/// </summary>
internal static class Troubles
{
    public static void TakeIn(Draft draft, Build build, CheckVerdict verdict)
    {
        draft.End(build);
        var never = verdict.Kind == CheckVerdictKind.Pending && verdict.Missing.Count > 0 && verdict.Told.Count == 0;
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Say(
            "no_verdict",
            QueueWords.NoVerdict(build.Id, numbers, What(draft, build, verdict, never)),
            numbers,
            BuildStory.Data(build, verdict.Told, draft.Seen.Now)
        );
        if (!never || verdict.Missing.All(name => draft.Ledger.Learnt.Checks.Any(check => check.Name == name)))
        {
            // What never reported yet is not there, or has another name: that is not CI's silence.
            CiHealth.Silent(draft, build);
        }

        if (draft.Ledger.Ci is not null)
        {
            return;
        }

        foreach (var member in build.Content)
        {
            var known =
                draft.Ledger.Troubles.FirstOrDefault(trouble => trouble.Number == member.Number)
                ?? new Trouble(member.Number, member.Head, 0, int.MaxValue);

            // What never started will not start because it is asked again; what was cut short may pass.
            var spent = never || known.Times + 1 > draft.Seen.Policy.Queue.Retries;
            if (spent && build.Content.Count == 1 && draft.Find(member.Number) is { } entry)
            {
                var code =
                    never ? Code.ChecksMissing
                    : verdict.Kind == CheckVerdictKind.Pending || verdict.Told.Any(check => check.State == CheckState.TimedOut)
                        ? Code.TimedOut
                    : Code.ChecksFailed;
                draft.Eject(entry, code, What(draft, build, verdict, never), build.Id, verdict.Told);
                return;
            }

            var most = never ? 1 : Math.Max(1, Math.Min(known.MaxBatch, (build.Content.Count + 1) / 2));
            draft.Ledger = draft.Ledger with
            {
                Troubles = Put(
                    draft.Ledger.Troubles,
                    spent ? known with { Times = 0, MaxBatch = most } : known with { Times = known.Times + 1 }
                ),
            };
        }
    }

    public static Row<Trouble> Put(Row<Trouble> known, Trouble trouble) =>
        known.Where(other => other.Number != trouble.Number).Append(trouble).OrderBy(other => other.Number).ToRow();

    private static string What(Draft draft, Build build, CheckVerdict verdict, bool never)
    {
        var limit = Learning.Timeout(draft.Seen.Policy.Queue, draft.Ledger.Learnt, build.Started ?? build.Since);
        return never ? QueueWords.NeverReported(verdict.Missing, limit)
            : verdict.Kind == CheckVerdictKind.Pending ? QueueWords.TooLong(verdict.Told, verdict.Missing, limit)
            : QueueWords.CutShort(verdict.Told);
    }
}
