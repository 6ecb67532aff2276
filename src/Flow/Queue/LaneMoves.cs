using Sluice.Flow.Policies;

namespace Sluice.Flow.Queue;

/// <summary>What the ledger asks of the world: derived anew from it every time, for every hand may be lost.</summary>
internal static class LaneMoves
{
    public static Row<LaneMove> Of(Draft draft)
    {
        var (seen, ledger) = (draft.Seen, draft.Ledger);
        var moves = new List<LaneMove>();
        if (ledger.Halted is null)
        {
            if (ledger.Landing is { } landing && draft.MayLand && Withdrawals.IsWhole(landing, draft))
            {
                moves.Add(landing.Method == MergeMethod.Merge
                    ? new LaneMove.Land(landing.Build, seen.Base, landing.Expected, landing.Candidate, landing.Tree)
                    : Merge(seen.Base, landing));
            }

            moves.AddRange(
                from build in ledger.Builds
                where build is { State: BuildState.Ordered, Onto: not null }
                select new LaneMove.Compose(
                    build.Id, CandidateBranch.Of(seen.Base, build.Id), build.Onto!.Value, build.Members, build.Attempt, build.Since));
        }

        // Asked for until the old failure is no longer the newest that is known.
        moves.AddRange(
            from build in ledger.Builds
            where build is { State: BuildState.Running, Retried.Count: > 0 }
            let runs = (draft.Look(build)?.Checks ?? []).Where(check => build.Retried.Contains(check.Id)).Select(check => check.Run).OfType<long>().Distinct().Order().ToRow()
            where runs.Count > 0
            select new LaneMove.Rerun(build.Id, runs));
        moves.AddRange(ledger.Ended.Select(build => build.Cancel
            ? (LaneMove)new LaneMove.Cancel(build.Id, build.Branch, build.Candidate)
            : new LaneMove.DropBranch(build.Id, build.Branch)));
        return moves.ToRow();
    }

    private static LaneMove.Merge Merge(string onto, Landing landing) =>
        new(landing.Build, onto, landing.Expected, landing.Tree, landing.Pulls[0].Number, landing.Pulls[0].Head, landing.Pulls[0].Title, landing.Method);
}
