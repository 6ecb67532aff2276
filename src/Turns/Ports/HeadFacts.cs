using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// A commit of the bot's own to which it moves a pull's head branch; told before it is pushed, so that nobody takes it for somebody's work.
/// </summary>
/// <param name="Head">The head that it stands for.</param>
public sealed record OwnHeadFact(long Repo, long Stamp, int Number, Sha Commit, Sha Head) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => Commit.Hex;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of moving a pull's head branch.</summary>
/// <param name="Refused">GitHub's words; null: it stands there, or somebody else moved it.</param>
public sealed record HeadMovedFact(long Repo, long Stamp, string Base, int Number, Sha From, Sha To, string? Refused) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => KeyOf(From, To);

    public static string KeyOf(Sha from, Sha to) => $"{from.Hex}/{to.Hex}";

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}
