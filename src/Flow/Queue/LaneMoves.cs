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
                moves.AddRange(Land(draft, landing));
            }

            moves.AddRange(
                from build in ledger.Builds
                where build is { State: BuildState.Ordered, Onto: not null }
                select new LaneMove.Compose(
                    build.Id,
                    CandidateBranch.Of(seen.Base, build.Id),
                    build.Onto!.Value,
                    build.Members,
                    build.Attempt,
                    build.Since
                )
                {
                    Root = build.Root,
                    Below = build.Content.Where(member => build.Members.All(own => own.Number != member.Number)).ToRow(),
                    Method = build.Method,
                    Signed = Signatures.AreWanted(draft),
                }
            );
        }

        moves.AddRange(Driving.Moves(draft));
        if (CiHealth.Issue(seen, ledger) is { } issue)
        {
            moves.Add(issue);
        }

        moves.AddRange(ledger.Restores.Select(head => new LaneMove.MoveHead(head.Number, head.Head, head.Branch, head.To, head.Head)));

        // Asked for until the old failure is no longer the newest that is known.
        moves.AddRange(
            from build in ledger.Builds
            where build is { State: BuildState.Running, Retried.Count: > 0 }
            let runs = (draft.Look(build)?.Checks ?? [])
                .Where(check => build.Retried.Contains(check.Id))
                .Select(check => check.Run)
                .OfType<long>()
                .Distinct()
                .Order()
                .ToRow()
            where runs.Count > 0
            select new LaneMove.Rerun(build.Id, runs)
        );
        moves.AddRange(
            ledger.Ended.Select(build =>
                build.Cancel
                    ? (LaneMove)new LaneMove.Cancel(build.Id, build.Branch, build.Candidate)
                    : new LaneMove.DropBranch(build.Id, build.Branch)
            )
        );
        return moves.ToRow();
    }

    /// <summary>The base moves when GitHub shows every head where it is to be: only then does it see that they were merged.</summary>
    private static IEnumerable<LaneMove> Land(Draft draft, Landing landing)
    {
        if (Stacking.Aims(draft, landing) is { Count: > 0 } aims)
        {
            return aims;
        }

        // What is done over again on its own parent may be the very commit that it was, as the bot's own reverts are: such a head stands
        // there already.
        var waits = landing
            .Heads.Where(head => draft.Find(head.Number) is not { } entry || (entry.Own ?? entry.CurrentHead) != head.To)
            .ToList();
        return waits.Count > 0 ? waits.Select(head => new LaneMove.MoveHead(head.Number, head.Head, head.Branch, head.From, head.To))
            : landing.Method == MergeMethod.Merge
                ? [new LaneMove.Land(landing.Build, draft.Seen.Base, landing.Expected, landing.Candidate, landing.Tree)]
            : [Merge(draft.Seen.Base, landing)];
    }

    private static LaneMove.Merge Merge(string onto, Landing landing) =>
        new(
            landing.Build,
            onto,
            landing.Expected,
            landing.Tree,
            landing.Pulls[0].Number,
            landing.Pulls[0].Head,
            landing.Pulls[0].Title,
            landing.Method
        );
}
