using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

public sealed record RepositoryFact(long Repo, long Stamp, Repository Repository) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => "";

    public override bool IsAlive => Repository.Alive;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>Where a branch stands; Sha null: it was deleted.</summary>
public sealed record BranchFact(long Repo, long Stamp, string Name, Sha? Sha) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Name;

    public override IEnumerable<Subject> Concerns() => [Branches.Waiting(Repo, Name) ?? new LaneSubject(Repo, Name)];
}

/// <summary>What a branch demands, as GitHub last said.</summary>
public sealed record RulesFact(long Repo, long Stamp, string Branch, BranchRules Rules) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Branch;

    public override IEnumerable<Subject> Concerns() => [new LaneSubject(Repo, Branch)];
}

/// <summary>What somebody may do in a repository, as GitHub last said.</summary>
public sealed record PermissionFact(long Repo, long Stamp, string Login, Permission Permission) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Login;

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>The last sweep that looked after a repository; its stamp is when that sweep began.</summary>
/// <param name="At">When the last one that read everything began; where a command was not heard yet, since that was said: the next one
/// reads on from there.</param>
/// <param name="Pulls">Open pull requests that were known to it.</param>
/// <param name="Times">How many there were before it.</param>
public sealed record ReconciledFact(long Repo, long Stamp, DateTimeOffset At, int Pulls = 0, int Times = 0) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => "";

    public override bool IsAlive => true;

    public override IEnumerable<Subject> Concerns() => [];
}
