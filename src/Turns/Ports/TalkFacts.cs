using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

public sealed record ReviewFact(long Repo, long Stamp, int Number, Review Review) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Review.Id);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <param name="Comment">Its body is kept only where it holds a command or one of our markers.</param>
public sealed record CommentFact(long Repo, long Stamp, int Number, Comment Comment) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Comment.Id);

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <summary>A command's comment that was answered.</summary>
public sealed record AnsweredFact(long Repo, long Stamp, int Number, long Comment) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Numbers.Key(Comment);

    public override IEnumerable<Subject> Concerns() => [];
}

public sealed record LabelFact(long Repo, long Stamp, int Number, LabelEvent Event) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Event.Label;

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}
