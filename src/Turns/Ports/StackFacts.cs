using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// A pull is aimed at the head branch of another: kept, because that branch goes, or the pull is aimed elsewhere, before either has landed.
/// </summary>
/// <param name="On">The other pull.</param>
/// <param name="Aimed">The lane at which the bot aimed it since; null: it did not.</param>
public sealed record StackFact(long Repo, long Stamp, int Number, string Branch, int On, string? Aimed) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    /// <summary>What a pull that is aimed at a branch stands on by this; null: nothing.</summary>
    public int? Below(string branch) => branch == Branch || branch == Aimed ? On : null;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>A pull stands on another, or did: found by that other.</summary>
public sealed record ChildFact(long Repo, long Stamp, int On, int Number) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(On);

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>GitHub knows no pull of that number.</summary>
public sealed record NoPullFact(long Repo, long Stamp, int Number) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of aiming a pull at another branch.</summary>
/// <param name="Refused">GitHub's words; null: it did as it was asked.</param>
public sealed record AimFact(long Repo, long Stamp, int Number, string From, string Onto, string? Refused) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => KeyOf(From, Onto);

    public static string KeyOf(string from, string onto) => $"{from}\n{onto}";

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number), new LaneSubject(Repo, Onto)];
}
