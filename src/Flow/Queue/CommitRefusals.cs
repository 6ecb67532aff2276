using System.Text.RegularExpressions;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// A landing that GitHub refuses for what a commit holds, as its message or its author's address: rules of that kind, and hooks before a
/// push, name the commit. What is refused because of the branch or the App names none, and stops the lane.
/// </summary>
internal static partial class CommitRefusals
{
    /// <summary>
    /// Put out in a row for commits that the queue made, with no landing between: any more are not about the pulls, but about how it makes
    /// them.
    /// </summary>
    private const int Most = 3;

    /// <summary>
    /// Puts out the pull that would have landed by itself. Of several, those that are named, else all, are tested and landed by themselves
    /// first: what a hook says may hold what a pull made it say. False: no commit is named.
    /// </summary>
    public static bool TakeIn(Draft draft, Landing landing, string words)
    {
        var named = Named(words);
        if (named.Count == 0 || draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build) is not { } build)
        {
            return false;
        }

        if (landing.Pulls is not [var only])
        {
            var meant = landing.Pulls.Where(pull => named.Contains(pull.Head) || named.Contains(pull.Commit)).ToRow();
            Part(draft, build, meant.Count > 0 ? meant : landing.Pulls);
            return true;
        }

        var isOurs = !named.Contains(only.Head) && (named.Contains(only.Commit) || landing.Method != MergeMethod.Merge);
        if (isOurs && draft.Ledger.Unfit >= Most)
        {
            Halting.Refused(draft, QueueWords.CommitsRefused(only.Number, draft.Seen.Base, words));
            return true;
        }

        if (draft.IsAlive(only.Number, only.Head))
        {
            draft.Eject(draft.Find(only.Number)!, Code.ChecksFailed, QueueWords.CommitRefused(draft.Seen.Base, words), landing.Build);
            draft.Ledger = draft.Ledger with { Unfit = draft.Ledger.Unfit + (isOurs ? 1 : 0) };
        }
        else
        {
            draft.End(build); // it left meanwhile, or has another head by now
        }

        return true;
    }

    private static void Part(Draft draft, Build build, Row<Landed> pulls)
    {
        draft.End(build);
        draft.Ledger = draft.Ledger with
        {
            Troubles = pulls.Aggregate(
                draft.Ledger.Troubles,
                (known, pull) => Troubles.Put(known, new Trouble(pull.Number, pull.Head, 0, 1))
            ),
        };
    }

    private static SortedSet<Sha> Named(string words) => [.. Ids().Matches(words).Select(found => new Sha(found.Value))];

    [GeneratedRegex(@"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
