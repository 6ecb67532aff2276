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

    /// <summary>Puts out whom GitHub's words name, or has each tested and landed by itself; false: they name no commit.</summary>
    public static bool TakeIn(Draft draft, Landing landing, string words)
    {
        var named = Named(words);
        if (named.Count == 0 || draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build) is not { } build)
        {
            return false;
        }

        var meant = landing.Pulls.Where(pull => named.Contains(pull.Head) || named.Contains(pull.Commit)).ToRow();
        var isOurs = !meant.Any(pull => named.Contains(pull.Head)) && (meant.Count > 0 || landing.Method != MergeMethod.Merge);
        if (isOurs && draft.Ledger.Unfit >= Most)
        {
            return false;
        }

        if (meant.Count == 0 && landing.Pulls.Count > 1)
        {
            Part(draft, build, landing);
            return true;
        }

        var entries = (meant.Count == 0 ? landing.Pulls : meant)
            .Where(pull => draft.IsAlive(pull.Number, pull.Head))
            .Select(pull => draft.Find(pull.Number))
            .OfType<Entry>()
            .ToList();
        foreach (var entry in entries)
        {
            draft.Eject(entry, Code.ChecksFailed, QueueWords.CommitRefused(draft.Seen.Base, words), landing.Build);
        }

        if (entries.Count == 0)
        {
            draft.End(build); // it left meanwhile, or has another head by now
        }

        draft.Ledger = draft.Ledger with { Unfit = draft.Ledger.Unfit + (isOurs ? entries.Count : 0) };
        return true;
    }

    /// <summary>Whose commit it is of theirs nobody said: each is asked for alone.</summary>
    private static void Part(Draft draft, Build build, Landing landing)
    {
        draft.End(build);
        draft.Ledger = draft.Ledger with
        {
            Troubles = landing.Pulls.Aggregate(
                draft.Ledger.Troubles,
                (known, pull) => Troubles.Put(known, new Trouble(pull.Number, pull.Head, 0, 1))
            ),
        };
    }

    private static SortedSet<Sha> Named(string words) => [.. Ids().Matches(words).Select(found => new Sha(found.Value))];

    [GeneratedRegex(@"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b", RegexOptions.CultureInvariant)]
    private static partial Regex Ids();
}
