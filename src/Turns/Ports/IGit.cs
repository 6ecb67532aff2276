using Sluice.Flow;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// The bare mirror of each repository: the other engine. No working tree, no hooks, no filters; nothing of a pull request is run.
/// </summary>
public interface IGit
{
    /// <summary>So many commits are told at once.</summary>
    const int MostCommits = 250;

    /// <summary>Brings branches and pull heads up to date. Several callers at once share one fetch.</summary>
    Task<Answer<Nothing>> Fetch(Repository repo, CancellationToken stop);

    /// <summary>Where a branch stands in the mirror; null: there is none.</summary>
    Task<Sha?> Branch(Repository repo, string name, CancellationToken stop);

    /// <summary>
    /// Where a pull's head stands in the mirror, also one from a fork, and one whose branch was deleted; null: the mirror does not know.
    /// </summary>
    Task<Sha?> PullHead(Repository repo, int number, CancellationToken stop);

    /// <summary>The branches in the mirror whose names begin so, ascending.</summary>
    Task<Row<string>> Branches(Repository repo, string prefix, CancellationToken stop);

    /// <summary>Whether the mirror holds a commit.</summary>
    Task<bool> Has(Repository repo, Sha commit, CancellationToken stop);

    /// <summary>The tree of a commit.</summary>
    Task<Sha> Tree(Repository repo, Sha commit, CancellationToken stop);

    Task<bool> IsAncestor(Repository repo, Sha ancestor, Sha descendant, CancellationToken stop);

    /// <summary>A file's text at a commit; null: there is none.</summary>
    /// <exception cref="FileTooLargeException">It is larger than a megabyte.</exception>
    Task<string?> File(Repository repo, Sha commit, string path, CancellationToken stop);

    /// <summary>
    /// The commits that made a file another than it was before, or took it away, among a commit and its first parents, newest first; empty
    /// also where to find them would take too long.
    /// </summary>
    /// <param name="after">Those that this commit holds are left out; null, or one that the mirror does not hold: none is.</param>
    /// <param name="most">So many at most.</param>
    Task<Row<Sha>> Versions(Repository repo, Sha? after, Sha commit, string path, int most, CancellationToken stop);

    /// <summary>Every file of a commit, by its path; null: more than can be listed.</summary>
    Task<Row<string>?> Paths(Repository repo, Sha commit, CancellationToken stop);

    /// <summary>What a head changes against its merge base with the base.</summary>
    Task<Change> Change(Repository repo, Sha onto, Sha head, CancellationToken stop);

    /// <summary>The unified diff of some paths of a change, as git writes it; null: it is more than a quarter of a megabyte.</summary>
    Task<string?> Diff(Repository repo, Change change, Row<string> paths, CancellationToken stop);

    /// <summary>
    /// What a change adds and removes, as a unified diff; null: it is larger than a megabyte, and is no double of anything by hand.
    /// </summary>
    Task<string?> Patch(Repository repo, Change change, CancellationToken stop);

    /// <summary>The commits of a head that the base does not have, oldest first; of more than can be told the newest.</summary>
    Task<Row<CommitInfo>> Commits(Repository repo, Sha onto, Sha head, CancellationToken stop);

    /// <summary>Whoever made the commits of a head that the base does not have, however many those are: each once.</summary>
    Task<Row<Maker>> Makers(Repository repo, Sha onto, Sha head, CancellationToken stop);

    /// <summary>What history says of a change's files and of its author; null: it would take too long to find out now.</summary>
    /// <param name="author">The author's address.</param>
    Task<History?> History(Repository repo, Change change, string author, CancellationToken stop);

    /// <summary>The paths on which two commits conflict; empty: they merge.</summary>
    Task<Row<string>> Conflicts(Repository repo, Sha ours, Sha theirs, CancellationToken stop);

    /// <summary>
    /// Puts the members one after the other onto a commit, each by the move's method; a member that conflicts is left out, and named with
    /// the member before it that it conflicts with, or null for <paramref name="move"/>.Onto. The same move gives the same commit.
    /// </summary>
    Task<Composition> Compose(Repository repo, LaneMove.Compose move, CancellationToken stop);

    /// <summary>
    /// The commits that lead from one to another along first parents, oldest first, as it takes to have GitHub make them.
    /// </summary>
    /// <param name="held">Other commits that GitHub holds.</param>
    Task<Row<DraftCommit>> Drafts(Repository repo, Sha onto, Sha tip, Row<Sha> held, CancellationToken stop);

    /// <summary>
    /// Composes the commit that takes landed pulls back, on a commit of the base; that one itself where it holds nothing of them. Conflicts
    /// are answered as Refused with the paths, and without a status: nothing will change them. The same move on the same commit gives the
    /// same commit.
    /// </summary>
    Task<Answer<Sha>> ComposeRevert(Repository repo, EnvironmentMove.OpenRevert move, Sha onto, CancellationToken stop);

    /// <summary>
    /// Composes landed pulls on a commit, one after the other, oldest first; one that does not apply is left out. The same move gives the
    /// same commit.
    /// </summary>
    Task<ComposedPart> ComposePart(Repository repo, EnvironmentMove.ComposePart move, CancellationToken stop);

    /// <summary>
    /// Pushes a commit to a branch that must stand at <paramref name="expected"/> (null: must not exist); without force. One that another
    /// replica composed, and pushed to a branch of its own, is fetched first.
    /// </summary>
    Task<PushAnswer> Push(Repository repo, string branch, Sha commit, Sha? expected, CancellationToken stop);

    /// <summary>Moves a pull's head branch to a commit of any history, with force, if it stands at <paramref name="expected"/>.</summary>
    Task<PushAnswer> MoveHead(Repository repo, string branch, Sha commit, Sha expected, CancellationToken stop);

    /// <summary>Deletes the head branch of a pull that landed, if it stands at <paramref name="expected"/>.</summary>
    Task<PushAnswer> DropHead(Repository repo, string branch, Sha expected, CancellationToken stop);

    /// <summary>Deletes a branch of the bot; gone already is fine.</summary>
    Task<PushAnswer> Delete(Repository repo, string branch, CancellationToken stop);
}

/// <summary>A file is larger than anything that is read whole.</summary>
public sealed class FileTooLargeException(string path, Exception? inner = null) : Exception($"{path} is larger than a megabyte", inner);

/// <summary>What a push came to.</summary>
public abstract record PushAnswer
{
    private PushAnswer() { }

    /// <summary>The branch stands at the commit now (or stood there before).</summary>
    public sealed record Done : PushAnswer;

    /// <summary>It stood elsewhere: somebody else moved it.</summary>
    public sealed record Stale(Sha? Actual) : PushAnswer;

    /// <summary>The server refused: a rule, a permission. Its words.</summary>
    public sealed record Refused(string Why) : PushAnswer;

    /// <summary>Could not be reached.</summary>
    public sealed record Later(DateTimeOffset Until, string Why) : PushAnswer;
}
