using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// The last thing that somebody with the right told a lane. Its stamp is the comment's id: the later comment is the later word.
/// </summary>
public sealed record LaneOrderFact(long Repo, long Stamp, LaneOrder Order) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Order.Base;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Order.Base)];
}

/// <summary>What came of composing a build: a truth about content, hence never stale.</summary>
public sealed record CompositionFact(long Repo, long Stamp, string Base, Composition Composition) : Fact(Repo, Stamp)
{
    public override string Parent => Base;

    public override string Key => Composition.Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>The server said that a base stands at a candidate now: what it holds there is read, not believed.</summary>
public sealed record LandingTakenFact(long Repo, long Stamp, string Base, string Build) : Fact(Repo, Stamp)
{
    /// <summary>The commit that GitHub made, where it merged the pull itself; null: the base was pushed to the candidate.</summary>
    public Sha? Commit { get; init; }

    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>The server refused to move a base to a candidate: its words.</summary>
public sealed record LandingRefusedFact(long Repo, long Stamp, string Base, string Build, string Why) : Fact(Repo, Stamp)
{
    /// <summary>Not by the server: what would land is not what was tested.</summary>
    public bool Untested { get; init; }

    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}

/// <summary>GitHub would not run a build's failed jobs again: its words.</summary>
public sealed record RerunRefusedFact(long Repo, long Stamp, string Base, string Build, string Why) : Fact(Repo, Stamp)
{
    public override string Parent => Base;

    public override string Key => Build;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Base)];
}
