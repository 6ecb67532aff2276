using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow.Intake;

/// <summary>What a pull request's turn does on GitHub.</summary>
public abstract record PullMove
{
    private PullMove() { }

    /// <summary>Sets the bot's labels to what they should be.</summary>
    public sealed record SetLabels(Row<string> Add, Row<string> Remove) : PullMove;

    /// <summary>Creates (Id null) or updates one of the bot's own check runs on the head.</summary>
    /// <param name="Digest">Kept as its external id; equal digests mean that nothing is to be written.</param>
    public sealed record PutCheck(long? Id, Sha Head, CheckState State, string Title, string Summary, string Text, string Digest) : PullMove
    {
        public string Name { get; init; } = CheckRun.Name;

        /// <summary>Added to those that are there; at most 50.</summary>
        public Row<Annotation> Annotations { get; init; } = [];
    }

    /// <summary>Creates (Id null) or edits one of the bot's comments, found again by its marker.</summary>
    public sealed record PutComment(long? Id, string Marker, string Body) : PullMove;

    /// <summary>Answers a command with a reaction, and with text where there is something to say.</summary>
    public sealed record Answer(Reply Reply) : PullMove;

    /// <summary>Passes on to the lane what a comment told it; before the comment is answered.</summary>
    public sealed record TellLane(LaneOrder Order) : PullMove;

    /// <summary>Passes on to the canary what a comment told it; before the comment is answered.</summary>
    public sealed record TellCanary(CanaryOrder Order) : PullMove;

    /// <summary>Has a language model asked about the head, once; nothing waits for what comes of it.</summary>
    public sealed record Advise(Sha Head) : PullMove;

    /// <summary>
    /// Merges a head onto a commit of the base and pushes that to the pull's try branch, in place of what stands there. The same order
    /// gives the same commit.
    /// </summary>
    /// <param name="Comment">Of the command that asked for it.</param>
    public sealed record ComposeTry(long Comment, Sha Head, Sha Onto, DateTimeOffset At) : PullMove;

    /// <summary>Stops CI on what was tried, and deletes the pull's try branch.</summary>
    public sealed record DropTry(Row<Sha> Candidates) : PullMove;

    /// <summary>Deletes the head branch of a pull that landed, if it stands at the commit that did.</summary>
    public sealed record DropHead(string Branch, Sha Expected) : PullMove;

    /// <summary>Aims it at the branch on which what it stood on has landed.</summary>
    public sealed record Retarget(string Onto) : PullMove;

    /// <summary>Handles every case; a new case breaks every caller.</summary>
    public T Match<T>(
        Func<SetLabels, T> setLabels,
        Func<PutCheck, T> putCheck,
        Func<PutComment, T> putComment,
        Func<Answer, T> answer,
        Func<TellLane, T> tellLane,
        Func<TellCanary, T> tellCanary,
        Func<Advise, T> advise,
        Func<ComposeTry, T> composeTry,
        Func<DropTry, T> dropTry,
        Func<DropHead, T> dropHead,
        Func<Retarget, T> retarget
    ) =>
        this switch
        {
            SetLabels move => setLabels(move),
            PutCheck move => putCheck(move),
            PutComment move => putComment(move),
            Answer move => answer(move),
            TellLane move => tellLane(move),
            TellCanary move => tellCanary(move),
            Advise move => advise(move),
            ComposeTry move => composeTry(move),
            DropTry move => dropTry(move),
            DropHead move => dropHead(move),
            Retarget move => retarget(move),
            _ => throw new InvalidOperationException($"{GetType().Name} is no move of a pull request"),
        };
}

/// <summary>What a check says at one line of a file, as a failure.</summary>
public sealed record Annotation(string Path, int Line, int Column, string Message);
