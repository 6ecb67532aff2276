using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What a lane's turn does to git and CI.</summary>
public abstract record LaneMove
{
    private LaneMove() { }

    /// <summary>Composes a candidate in the mirror and pushes it to its branch. The same order gives the same commit.</summary>
    /// <param name="Build">The id: a digest of everything else here.</param>
    /// <param name="Onto">The commit that the members are merged onto: the base, or the candidate that it is stacked on.</param>
    /// <param name="At">The commit's date: fixed in the ledger, so that composing twice gives one commit.</param>
    public sealed record Compose(string Build, string Branch, Sha Onto, Row<Member> Members, int Attempt, DateTimeOffset At) : LaneMove
    {
        /// <summary>Where the base stands under all that it is stacked on; null: that is <see cref="Onto"/>.</summary>
        public Sha? Root { get; init; }

        /// <summary>The pulls between the two, in merge order.</summary>
        public Row<Member> Below { get; init; } = [];

        /// <summary>What each member becomes: a merge, one commit, or its own commits over again.</summary>
        public MergeMethod Method { get; init; }

        /// <summary>The base demands signatures: GitHub makes the commits, and signs them.</summary>
        public bool Signed { get; init; }

        /// <summary>
        /// How the repository wants the messages; null: not known. What is asked of GitHub just before, and never stored.
        /// </summary>
        public CommitStyle? Style { get; init; }
    }

    /// <summary>Stops CI on a candidate and drops its branch.</summary>
    public sealed record Cancel(string Build, string Branch, Sha? Candidate) : LaneMove;

    /// <summary>Moves the base to the candidate by a fast-forward push that expects <paramref name="Expected"/>.</summary>
    public sealed record Land(string Build, string Base, Sha Expected, Sha Candidate, Sha Tree) : LaneMove;

    /// <summary>
    /// Has GitHub merge one pull, by squash or rebase, at the head that was tested, if the base stands at <paramref name="Expected"/> and
    /// merging there gives the tree that was tested.
    /// </summary>
    public sealed record Merge(string Build, string Base, Sha Expected, Sha Tree, int Number, Sha Head, string Title, MergeMethod Method)
        : LaneMove;

    /// <summary>
    /// Moves a pull's own head branch, with force, from one commit to another: to the commit that lands of it, so that GitHub shows it as
    /// merged, or back to what it was.
    /// </summary>
    /// <param name="Head">The head that was asked for and tested.</param>
    /// <param name="From">Where the branch must stand.</param>
    public sealed record MoveHead(int Number, Sha Head, string Branch, Sha From, Sha To) : LaneMove;

    /// <summary>Aims a pull that stands on another one at the lane's branch, so that GitHub sees it merged there.</summary>
    public sealed record Retarget(int Number, string Onto) : LaneMove;

    /// <summary>Runs the failed jobs of a candidate's Actions runs again, and nothing else.</summary>
    public sealed record Rerun(string Build, Row<long> Runs) : LaneMove;

    /// <summary>Deletes the branch of a build that ended.</summary>
    public sealed record DropBranch(string Build, string Branch) : LaneMove;

    /// <summary>Writes the one issue of the lane's breaker: opens, edits or closes it; found again by the beginning of its text.</summary>
    public sealed record PutIssue(BreakerKind Kind, string Title, string Body, bool Open) : LaneMove;

    /// <summary>Puts a pull into GitHub's own merge queue, at the head that was admitted.</summary>
    /// <param name="Jump">Before all that are there.</param>
    public sealed record Enqueue(string Base, int Number, int Ticket, Sha Head, bool Jump) : LaneMove;

    /// <summary>Takes a pull out of GitHub's own merge queue.</summary>
    public sealed record Dequeue(int Number) : LaneMove;

    /// <summary>Handles every case; a new case breaks every caller.</summary>
    public T Match<T>(
        Func<Compose, T> compose,
        Func<Cancel, T> cancel,
        Func<Land, T> land,
        Func<DropBranch, T> dropBranch,
        Func<Rerun, T> rerun,
        Func<Merge, T> merge,
        Func<MoveHead, T> moveHead,
        Func<PutIssue, T> putIssue,
        Func<Retarget, T> retarget,
        Func<Enqueue, T> enqueue,
        Func<Dequeue, T> dequeue
    ) =>
        this switch
        {
            Compose move => compose(move),
            Cancel move => cancel(move),
            Land move => land(move),
            DropBranch move => dropBranch(move),
            Rerun move => rerun(move),
            Merge move => merge(move),
            MoveHead move => moveHead(move),
            PutIssue move => putIssue(move),
            Retarget move => retarget(move),
            Enqueue move => enqueue(move),
            Dequeue move => dequeue(move),
            _ => throw new InvalidOperationException($"{GetType().Name} is no move of a lane"),
        };
}

/// <summary>A pull in a candidate, at one head.</summary>
public sealed record Member(int Number, Sha Head, string Title, string Author)
{
    /// <summary>Where its own work begins: the head of the pull that it stands on. Null: at the base.</summary>
    public Sha? Upon { get; init; }

    /// <summary>The pull's description, where a message is made of it; never stored.</summary>
    public string? Body { get; init; }

    /// <summary>Where its head stands, as <c>owner/branch</c>, where a message names it; never stored.</summary>
    public string? From { get; init; }
}
