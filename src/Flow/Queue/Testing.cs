using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in what CI says of the candidates.</summary>
internal static class Testing
{
    public static void TakeIn(Draft draft)
    {
        foreach (var build in draft.Ledger.Builds.Where(build => build.State == BuildState.Green).ToList())
        {
            Reopen(draft, build, draft.Look(build));
        }

        foreach (var running in draft.Ledger.Builds.Where(build => build.State == BuildState.Running).ToList())
        {
            if (draft.Ledger.Builds.FirstOrDefault(build => build.Id == running.Id) is { State: BuildState.Running } build)
            {
                TakeIn(draft, build, draft.Look(build));
            }
        }
    }

    private static void TakeIn(Draft draft, Build build, BuildSeen? seen)
    {
        if (build.Retried.Count > 0 && seen?.RerunRefused is { } words)
        {
            draft.End(build);
            draft.Say("rerun_refused", NewsWords.RerunRefused(build.Id, words), build.Content.Select(member => member.Number));
            return;
        }

        var checks = Checks(build, seen);
        TakeIn(draft, build, checks, Demands.Of(draft.Seen, build).Judge(checks, draft.Seen.Now));
    }

    /// <summary>
    /// What was green may wait long for a freeze to end. It lands by what is needed then: a check that was demanded since, or that ran once
    /// more, is waited for. Where nobody says which there have to be, those that were there are all that it needs.
    /// </summary>
    private static void Reopen(Draft draft, Build build, BuildSeen? seen)
    {
        var demand = Demands.Of(draft.Seen, build);
        if (
            demand.All
            || draft.Ledger.Landing?.Build == build.Id
            || demand.Judge(Checks(build, seen), draft.Seen.Now) is not { Kind: not CheckVerdictKind.Green } verdict
        )
        {
            return;
        }

        draft.Put(build with { State = BuildState.Running, Started = draft.Seen.Now });
        var open = verdict.Missing.Concat(verdict.Told.Select(check => check.Name));
        draft.Say("reopened", NewsWords.Reopened(build.Id, open), build.Content.Select(member => member.Number));
    }

    /// <summary>
    /// What was asked to run again says nothing until it has. What was stopped before this build began never will: the same content, queued
    /// again, is the same commit, and CI answers it in another suite.
    /// </summary>
    private static Row<Check> Checks(Build build, BuildSeen? seen) =>
        (seen?.Checks ?? [])
            .Where(check => !IsStopped(check, build))
            .Select(check => build.Retried.Contains(check.Id) ? check with { State = CheckState.Queued } : check)
            .ToRow();

    private static bool IsStopped(Check check, Build build) =>
        check is { State: CheckState.Cancelled, Completed: { } at } && at < build.Started;

    private static void TakeIn(Draft draft, Build build, Row<Check> checks, CheckVerdict verdict)
    {
        var deadline = Began(build) + Learning.Timeout(draft.Seen.Policy.Queue, draft.Ledger.Learnt, Began(build));
        switch (verdict.Kind)
        {
            case CheckVerdictKind.Green:
                Green(draft, build, checks);
                break;
            case CheckVerdictKind.Red when BaseHealth.IsOpen(draft, build, verdict.Told) && draft.Seen.Now < deadline:
                draft.Wake(deadline);
                break;
            case CheckVerdictKind.Red when BaseHealth.Own(draft, build, verdict.Told) is var own:
                CiHealth.Heard(draft);
                if (own.Count == 0)
                {
                    BaseHealth.Excuse(draft, build, verdict.Told);
                }
                else
                {
                    Red(draft, build, checks, own);
                }

                break;
            case CheckVerdictKind.Broken:
                Troubles.TakeIn(draft, build, verdict);
                break;
            case CheckVerdictKind.Pending when verdict.SettledAt is { } settled && draft.Seen.Now < deadline:
                draft.Wake(settled < deadline ? settled : deadline);
                break;
            case CheckVerdictKind.Pending when verdict.SettledAt is not null:
                Green(draft, build, checks);
                break;
            case CheckVerdictKind.Pending when draft.Seen.Now >= deadline:
                Troubles.TakeIn(draft, build, verdict);
                break;
            default:
                draft.Wake(deadline);
                break;
        }
    }

    private static void Green(Draft draft, Build build, Row<Check> checks)
    {
        CiHealth.Heard(draft);
        var learnt = Learning.Ended(draft.Ledger.Learnt, Took(draft, build), checks, green: true, Began(build));
        var reds = RedSets.Passed(draft.Ledger.Reds, build.Content, out var flakes);
        var wronged = draft
            .Ledger.Blamed.Where(pull => build.Content.Any(member => member.Number == pull.Number && member.Head == pull.Head))
            .ToRow();
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Put(build with { State = BuildState.Green });
        draft.Ledger = draft.Ledger with
        {
            Reds = reds,
            Idle = draft.Ledger.Idle + 1,
            Learnt = Learning.Flaked(learnt with { Flakes = learnt.Flakes + wronged.Count }, flakes),
            Blamed = draft.Ledger.Blamed.Where(pull => !wronged.Contains(pull)).ToRow(),
            Proven = draft
                .Ledger.Proven.Where(pull => !numbers.Contains(pull.Number))
                .Concat(build.Content.Select(member => Proven(build, member)))
                .OrderBy(pull => pull.Number)
                .ToRow(),
            Troubles = draft.Ledger.Troubles.Where(pull => !numbers.Contains(pull.Number)).ToRow(),
        };
        draft.Say("green", QueueWords.Passed(build.Id, numbers), numbers, BuildStory.Data(build, checks, draft.Seen.Now));
        if (build.Root != draft.Seen.Head)
        {
            // It was let run for what it teaches.
            draft.End(draft.Ledger.Builds.First(known => known.Id == build.Id));
        }
    }

    private static ProvenPull Proven(Build build, Member member) =>
        new(member.Number, member.Head, 0) { Since = build.Missed.Select(number => new MetPull(number, Overlap.Unknown)).ToRow() };

    private static void Red(Draft draft, Build build, Row<Check> checks, Row<Check> failed)
    {
        draft.End(build);
        draft.Failed.Add((build, failed));
        draft.Ledger = draft.Ledger with
        {
            Reds = RedSets.Failed(
                draft.Ledger.Reds,
                build.Content,
                failed,
                Learning.Excuse(draft.Ledger.Learnt, failed),
                PointAt(draft, build, failed)
            ),
            Proven = Doubt(draft, build),
            Idle = draft.Ledger.Idle + 1,
            Learnt = Learning.Ended(draft.Ledger.Learnt, Took(draft, build), checks, green: false, Began(build)),
        };
        var numbers = build.Content.Select(member => member.Number).ToRow();
        draft.Say("red", QueueWords.Failed(build.Id, numbers, failed), numbers, BuildStory.Data(build, checks, draft.Seen.Now));
    }

    private static Row<Pointed> PointAt(Draft draft, Build build, Row<Check> failed)
    {
        var notes = (draft.Look(build)?.Notes ?? []).Where(note => failed.Any(check => check.Id == note.Check)).ToRow();
        return notes.Count == 0
            ? []
            : Pointing.At(
                notes,
                build.Content.Select(member =>
                    (member.Number, draft.IsAlive(member.Number, member.Head) ? draft.Find(member.Number)!.Paths : [])
                ),
                draft.Seen.Entries.Where(entry => build.Content.All(member => member.Number != entry.Number)).Select(entry => entry.Paths)
            );
    }

    private static Row<ProvenPull> Doubt(Draft draft, Build build)
    {
        var content = build.Content.Select(member => new Waiting(
            member.Number,
            draft.Find(member.Number)?.Fails ?? Priors.Stranger,
            default
        )
        {
            Proof = Sights.Proof(draft, member.Number),
        });
        return Doubts.Arise(content, Sights.PairRate)
            ? draft
                .Ledger.Proven.Select(pull =>
                    build.Members.Any(member => member.Number == pull.Number) ? pull with { Doubted = true } : pull
                )
                .ToRow()
            : draft.Ledger.Proven;
    }

    private static TimeSpan Took(Draft draft, Build build) => draft.Seen.Now - Began(build);

    private static DateTimeOffset Began(Build build) => build.Started ?? build.Since;
}
