using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// What GitHub's queue merged since the last look, in the order in which it did: GitHub says as which commits, and its times have no
/// fractions; git says which stands on which. A landing whose span began too early would be blamed for what landed before it.
/// </summary>
public sealed class MergedOnto(IGit git, Mirror mirror)
{
    /// <summary>What the base does not hold for so long it will not hold: somebody set it back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <param name="before">The base at the last look; null: there was none.</param>
    /// <param name="head">The base now. What it does not hold yet is told of by a later look.</param>
    public async Task<Row<NativePull>> Of(
        Repository repo,
        Row<NativePull> merged,
        Sha? before,
        Sha head,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var there = new List<(NativePull Pull, Sha Commit, int Below)>();
        foreach (var pull in merged)
        {
            if (pull.Commit is { } commit && await mirror.Holds(repo, commit, stop) && await StandsOn(repo, commit, head, stop))
            {
                there.Add((pull, commit, 0));
            }
        }

        for (var n = 0; n < there.Count; n++)
        {
            var below = 0;
            foreach (var other in there.Where(other => other.Commit != there[n].Commit))
            {
                below += await git.IsAncestor(repo, other.Commit, there[n].Commit, stop) ? 1 : 0;
            }

            there[n] = there[n] with { Below = below };
        }

        var first = there.Count > 0 && before is { } known && await mirror.Holds(repo, known, stop) ? before : null;
        var ordered = there.OrderBy(each => each.Below).ThenBy(each => each.Pull.Number).ToList();
        var told = ordered.Select((each, nth) => each.Pull with { Nth = nth, Onto = nth == 0 ? first : ordered[nth - 1].Commit }).ToList();
        return told.Concat(
                merged
                    .Where(pull => !told.Exists(known => known.Number == pull.Number))
                    .Select(pull => pull.MergedAt < now - Patience ? pull : pull with { Commit = null, Untold = true })
            )
            .OrderBy(pull => pull.Number)
            .ToRow();
    }

    private async Task<bool> StandsOn(Repository repo, Sha commit, Sha head, CancellationToken stop) =>
        commit == head || await git.IsAncestor(repo, commit, head, stop);
}
