using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// Carries what lies between two commits over to a third: the three-way merge that <c>git revert -m 1</c> and <c>git cherry-pick -m 1</c>
/// do, without a working tree. This git takes no base as an option; so both sides are set up as children of the commit that is to be it.
/// </summary>
internal sealed class Moving(Mirror mirror, Merging merging)
{
    /// <summary>The tree of <paramref name="tip"/> with what leads from one commit to the other.</summary>
    public async Task<Merged> Over(Sha tip, Sha from, Sha to, DateTimeOffset at, CancellationToken stop)
    {
        var now = await merging.Commit(await Reading.Tree(mirror, tip, stop), [from], "now", at, stop);
        var then = await merging.Commit(await Reading.Tree(mirror, to, stop), [from], "then", at, stop);
        return await merging.Merge(now, then, stop);
    }

    public Task<Sha> Tree(Sha commit, CancellationToken stop) => Reading.Tree(mirror, commit, stop);

    /// <summary>The base just before a pull's own commits; null: it is not in the mirror.</summary>
    public async Task<Sha?> Before(LandedPull pull, CancellationToken stop) =>
        !await Reading.Has(mirror, pull.Commit, stop) ? null
        : pull.From is { } from && await Reading.Has(mirror, from, stop) ? from
        : await Reading.FirstParent(mirror, pull.Commit, stop);
}
