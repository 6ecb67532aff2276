using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Candidates that bring what their heads were judged by. Commit by commit, without its merges, a pull can come to something else than its
/// head: what only a merge of its own left out would come along. Merged behind another one of whose commits it holds some, it would take
/// back what it lacks of their work, which is no change to the base. Such a one is in conflict.
/// </summary>
internal sealed class Candidates(IGit git)
{
    private const string Unlike = "(commit by commit it comes to something else)";

    private const string Undone = "(it holds commits of theirs, and behind them it comes to something else)";

    public async Task<Composition> Compose(Repository repo, LaneMove.Compose move, CancellationToken stop)
    {
        if (!await IsDoubtful(repo, move, stop))
        {
            return await git.Compose(repo, move, stop);
        }

        var unlike = new List<Conflict>();
        while (true)
        {
            var composed = await git.Compose(repo, move, stop);
            if (await First(repo, move, composed, stop) is not { } conflict)
            {
                return unlike.Count == 0 ? composed : composed with { Conflicts = composed.Conflicts.Concat(unlike).ToRow() };
            }

            unlike.Add(conflict);
            move = move with { Members = move.Members.Where(member => member.Number != conflict.Number).ToRow() };
        }
    }

    /// <summary>A merge brings a head against all that it shares with what is there: commits of the base, and those of others.</summary>
    private async Task<bool> IsDoubtful(Repository repo, LaneMove.Compose move, CancellationToken stop)
    {
        if (move.Method != MergeMethod.Merge)
        {
            return move.Method == MergeMethod.Rebase;
        }

        var all = move.Below.Concat(move.Members).ToList();
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var member in all.Count > 1 ? all : [])
        {
            var own = await git.Commits(repo, move.Root ?? move.Onto, member.Head, stop);
            if (own.Count >= IGit.MostCommits || !own.All(commit => seen.Add(commit.Sha.Hex)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first that comes to another tree than its head put onto the base by itself; null: nobody does.</summary>
    private async Task<Conflict?> First(Repository repo, LaneMove.Compose move, Composition composed, CancellationToken stop)
    {
        var members = move.Members.Where(member => composed.Included.Contains(member.Number)).ToRow();
        var heads = members.Count == 0 ? composed : await git.Compose(repo, await AsHeads(repo, move, members, stop), stop);
        var first = move.Method == MergeMethod.Merge && move.Below.Count == 0 ? 1 : 0; // merged onto the base it is what it was judged by
        for (var n = first; n < members.Count; n++)
        {
            if (await IsLike(repo, composed.Merges[n], heads, stop))
            {
                continue;
            }

            if (move.Method == MergeMethod.Merge)
            {
                return new Conflict(members[n].Number, n == 0 ? null : members[n - 1].Number, [Undone]);
            }

            // Where it is so by itself nobody else is to blame.
            var isAlone = n == 0 || await First(repo, move with { Members = [members[n]] }, stop) is not null;
            return new Conflict(members[n].Number, isAlone ? null : members[n - 1].Number, [Unlike]);
        }

        return null;
    }

    private async Task<Conflict?> First(Repository repo, LaneMove.Compose move, CancellationToken stop) =>
        await First(repo, move, await git.Compose(repo, move, stop), stop);

    /// <summary>Squashed, nothing of what is there has a history but the base.</summary>
    private async Task<LaneMove.Compose> AsHeads(Repository repo, LaneMove.Compose move, Row<Member> members, CancellationToken stop)
    {
        if (move.Method != MergeMethod.Merge)
        {
            return move with { Method = MergeMethod.Squash, Members = members };
        }

        var root = move.Root ?? move.Onto;
        var heads = new List<Member>();
        foreach (var member in move.Below.Concat(members))
        {
            // What it is built on is the base's by now where it landed.
            heads.Add(member.Upon is { } upon && await git.IsAncestor(repo, upon, root, stop) ? member with { Upon = null } : member);
        }

        return move with
        {
            Method = MergeMethod.Squash,
            Onto = root,
            Members = heads.ToRow(),
        };
    }

    private async Task<bool> IsLike(Repository repo, MergedAs made, Composition heads, CancellationToken stop) =>
        heads.Merges.FirstOrDefault(merge => merge.Number == made.Number) is { } whole
        && await git.Tree(repo, whole.Commit, stop) == await git.Tree(repo, made.Commit, stop);
}
