using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>How a repository wants its pulls merged, as its settings on GitHub say.</summary>
/// <param name="DeletesHeads">A head branch goes when its pull was merged.</param>
public sealed record HabitsFact(long Repo, long Stamp, bool DeletesHeads) : Fact(Repo, Stamp)
{
    /// <summary>Null: GitHub does not tell it.</summary>
    public CommitStyle? Style { get; init; }

    public override string Parent => "";

    public override string Key => "";

    public override IEnumerable<Subject> Concerns() => [];
}

/// <summary>What came of deleting the head branch of a pull that landed: it is asked for once.</summary>
/// <param name="Kept">Why it stays; null: it is gone.</param>
public sealed record HeadDroppedFact(long Repo, long Stamp, int Number, string? Kept) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [];
}
