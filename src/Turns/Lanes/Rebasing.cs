using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Candidates, of which a rebase brings what the heads bring. Commit by commit, without its merges, a pull can come to something else than
/// its head, by which it was judged: what only a merge of its own left out would come along. Such a one is in conflict, as it is to GitHub.
/// </summary>
internal sealed class Rebasing(IGit git)
{
    private const string Unlike = "(commit by commit it comes to something else)";

    public async Task<Composition> Compose(Repository repo, LaneMove.Compose move, CancellationToken stop)
    {
        var unlike = new List<Conflict>();
        while (true)
        {
            var composed = await git.Compose(repo, move, stop);
            if (move.Method != MergeMethod.Rebase || await First(repo, move, composed, stop) is not { } conflict)
            {
                return unlike.Count == 0 ? composed : composed with { Conflicts = composed.Conflicts.Concat(unlike).ToRow() };
            }

            unlike.Add(conflict);
            move = move with { Members = move.Members.Where(member => member.Number != conflict.Number).ToRow() };
        }
    }

    /// <summary>The first that comes to another tree than its head merged in; null: nobody does.</summary>
    private async Task<Conflict?> First(Repository repo, LaneMove.Compose move, Composition composed, CancellationToken stop)
    {
        var members = move.Members.Where(member => composed.Included.Contains(member.Number)).ToRow();
        var heads =
            members.Count == 0 ? composed : await git.Compose(repo, move with { Method = MergeMethod.Squash, Members = members }, stop);
        for (var n = 0; n < members.Count; n++)
        {
            if (!await IsLike(repo, composed.Merges[n], heads, stop))
            {
                // Where it is so by itself nobody else is to blame.
                var isAlone = n == 0 || await First(repo, move with { Members = [members[n]] }, stop) is not null;
                return new Conflict(members[n].Number, isAlone ? null : members[n - 1].Number, [Unlike]);
            }
        }

        return null;
    }

    private async Task<Conflict?> First(Repository repo, LaneMove.Compose move, CancellationToken stop) =>
        await First(repo, move, await git.Compose(repo, move, stop), stop);

    private async Task<bool> IsLike(Repository repo, MergedAs rebased, Composition heads, CancellationToken stop) =>
        heads.Merges.FirstOrDefault(merge => merge.Number == rebased.Number) is { } whole
        && await git.Tree(repo, whole.Commit, stop) == await git.Tree(repo, rebased.Commit, stop);
}
