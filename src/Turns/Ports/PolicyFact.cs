using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>The last sluice.yml of a branch that had no fault: it stays in force while a newer one has.</summary>
/// <param name="Text">Empty, as the defaults are, where none was seen without a fault.</param>
public sealed record PolicyFact(long Repo, long Stamp, string Branch, string Text) : Fact(Repo, Stamp)
{
    /// <summary>The newest commit that was seen with it; null: none was, or an older version of this program saw it.</summary>
    public Sha? At { get; init; }

    /// <summary>No version without a fault was ever seen: the defaults are in force.</summary>
    public bool NeverValid { get; init; }

    /// <summary>The commit whose file is broken; null: it is not.</summary>
    public Sha? Broken { get; init; }

    /// <summary>What is wrong there.</summary>
    public Row<Fault> Faults { get; init; } = [];

    /// <summary>How many faults there are beyond those.</summary>
    public int More { get; init; }

    public override string Parent => "";

    public override string Key => Branch;

    public override IEnumerable<Subject> Concerns() => [];
}
