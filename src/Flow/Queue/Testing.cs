using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in what CI says of the candidates.</summary>
internal static class Testing
{
    public static void TakeIn(Draft draft)
    {
        foreach (var running in draft.Ledger.Builds.Where(build => build.State == BuildState.Running).ToList())
        {
            if (draft.Ledger.Builds.FirstOrDefault(build => build.Id == running.Id) is { State: BuildState.Running } build)
            {
                TakeIn(draft, build, Demands.Of(draft.Seen, build).Judge(draft.Look(build)?.Checks ?? [], draft.Seen.Now));
            }
        }
    }

    private static void TakeIn(Draft draft, Build build, CheckVerdict verdict)
    {
        var deadline = (build.Started ?? build.Since) + draft.Seen.Policy.Queue.Timeout;
        switch (verdict.Kind)
        {
            case CheckVerdictKind.Green:
                Green(draft, build);
                break;
            case CheckVerdictKind.Red:
                Red(draft, build, verdict.Told);
                break;
            case CheckVerdictKind.Broken:
                Troubles.TakeIn(draft, build, verdict);
                break;
            case CheckVerdictKind.Pending when verdict.SettledAt is { } settled && draft.Seen.Now < deadline:
                draft.Wake(settled < deadline ? settled : deadline);
                break;
            case CheckVerdictKind.Pending when verdict.SettledAt is not null:
                Green(draft, build);
                break;
            case CheckVerdictKind.Pending when draft.Seen.Now >= deadline:
                Troubles.TakeIn(draft, build, verdict);
                break;
            default:
                draft.Wake(deadline);
                break;
        }
    }

    private static void Green(Draft draft, Build build)
    {
        var learnt = Timed(draft, build);
        var reds = RedSets.Passed(draft.Ledger.Reds, build.Content, out var flakes);
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Put(build with { State = BuildState.Green });
        draft.Ledger = draft.Ledger with
        {
            Reds = reds,
            Idle = draft.Ledger.Idle + 1,
            Learnt = learnt with { Green = learnt.Green + 1, Flakes = learnt.Flakes + flakes },
            Proven = draft.Ledger.Proven.Where(pull => !numbers.Contains(pull.Number))
                .Concat(build.Content.Select(member => new ProvenPull(member.Number, member.Head, 0))).OrderBy(pull => pull.Number).ToRow(),
            Troubles = draft.Ledger.Troubles.Where(pull => !numbers.Contains(pull.Number)).ToRow(),
        };
        draft.Say("green", QueueWords.Passed(build.Id, numbers), numbers);
        if (build.Root != draft.Seen.Head)
        {
            // It was let run for what it teaches.
            draft.End(draft.Ledger.Builds.First(known => known.Id == build.Id));
        }
    }

    private static void Red(Draft draft, Build build, Row<Check> failed)
    {
        var learnt = Timed(draft, build);
        draft.End(build);
        draft.Ledger = draft.Ledger with
        {
            Reds = RedSets.Failed(draft.Ledger.Reds, build.Content, failed),
            Proven = Doubt(draft, build),
            Idle = draft.Ledger.Idle + 1,
            Learnt = learnt with { Red = learnt.Red + 1 },
        };
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Say("red", QueueWords.Failed(build.Id, numbers, failed), numbers);
    }

    private static Row<ProvenPull> Doubt(Draft draft, Build build)
    {
        var content = build.Content.Select(member =>
            new Waiting(member.Number, draft.Find(member.Number)?.Fails ?? Priors.Stranger, default) { Proof = Sights.Proof(draft, member.Number) });
        return Doubts.Arise(content, Sights.PairRate)
            ? draft.Ledger.Proven.Select(pull => build.Members.Any(member => member.Number == pull.Number) ? pull with { Doubted = true } : pull).ToRow()
            : draft.Ledger.Proven;
    }

    private static Estimates Timed(Draft draft, Build build)
    {
        var seconds = (draft.Seen.Now - (build.Started ?? build.Since)).TotalSeconds;
        var learnt = draft.Ledger.Learnt;
        return learnt with { BuildSeconds = learnt.BuildSeconds + Math.Max(0, seconds), Timed = learnt.Timed + 1 };
    }
}
