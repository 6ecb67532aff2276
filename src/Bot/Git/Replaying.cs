using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>
/// A pull's work over again on another commit: as one commit, or commit by commit. Its authors stay its authors; the bot commits.
/// </summary>
internal sealed class Replaying(Merging merging, Moving moving, Mirror mirror)
{
    /// <param name="tree">Of the pull merged into <paramref name="tip"/>.</param>
    public async Task<Sha> Squash(Sha tip, Sha tree, Member member, CommitStyle? style, DateTimeOffset at, CancellationToken stop)
    {
        var commits = await OwnCommits.Newest(mirror, member.Upon ?? tip, member.Head, stop);
        var message = Messages.Squash(member, commits, style);
        var author = commits.Count > 0 ? Fit(new Author(commits[0].AuthorName, commits[0].AuthorEmail, null)) : null;
        return await merging.Commit(tree, [tip], message, author, at, stop);
    }

    /// <summary>Without its merges, and without what is there already. If nothing is left, one commit says that it landed.</summary>
    public async Task<Step> Onto(Sha onto, Member member, DateTimeOffset at, CancellationToken stop)
    {
        var (tip, tree) = (onto, await moving.Tree(onto, stop));
        foreach (var work in await Work.Between(mirror, onto, member.Upon, member.Head, stop))
        {
            if (work.Parent is not { } before)
            {
                return new Step(null, ["(no common history)"]);
            }

            var picked = await moving.Over(tip, before, work.Commit, at, stop);
            if (picked.Tree is not { } next)
            {
                return new Step(null, picked.Paths);
            }

            if (next != tree)
            {
                (tip, tree) = (await merging.Commit(next, [tip], CommitText.Kept(work.Message), Fit(work.Author), at, stop), next);
            }
        }

        return new Step(tip == onto ? await Squash(onto, tree, member, null, at, stop) : tip, []);
    }

    /// <summary>Git takes nobody without a name and an address; null: the bot.</summary>
    private static Author? Fit(Author author) =>
        author.Name.Any(char.IsLetterOrDigit) && author.Email.Contains('@', StringComparison.Ordinal) ? author : null;
}
