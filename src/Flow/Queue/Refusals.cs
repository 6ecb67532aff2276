using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>GitHub would not take a candidate's branch.</summary>
internal static class Refusals
{
    /// <summary>GitHub's words to who may push nothing there at all, whatever a candidate holds.</summary>
    private static readonly string[] Shuts = ["Permission to", "Write access to repository", "Repository not found", "is read-only"];

    public static void TakeIn(Draft draft, Build build, string words)
    {
        draft.End(build);
        if (Shuts.Any(shut => words.Contains(shut, StringComparison.OrdinalIgnoreCase)))
        {
            Halting.Refused(draft, QueueWords.BranchRefused(CandidateBranch.Of(draft.Seen.Base, build.Id), words));
            return;
        }

        if (build.Members.Count > 1)
        {
            // Who of them it is about is found by asking for each alone: a push, no CI.
            draft.Ledger = draft.Ledger with
            {
                Troubles = build.Members.Aggregate(
                    draft.Ledger.Troubles,
                    (known, member) => Troubles.Put(known, new Trouble(member.Number, member.Head, 0, 1))
                ),
            };
            return;
        }

        if (draft.Find(build.Members[0].Number) is not { } entry)
        {
            return;
        }

        if (words.Contains("workflow", StringComparison.OrdinalIgnoreCase))
        {
            draft.Eject(entry, Code.WorkflowPermission, QueueWords.WorkflowRefused(words), build.Id);
        }
        else if (draft.Ledger.Learnt.Green + draft.Ledger.Learnt.Red > 0)
        {
            draft.Eject(entry, Code.ChecksFailed, QueueWords.CandidateRefused(words), build.Id);
        }
        else
        {
            // No candidate ever went through: this is about the App and the repository, not about the pull.
            Halting.Refused(draft, QueueWords.BranchRefused(CandidateBranch.Of(draft.Seen.Base, build.Id), words));
        }
    }
}
