using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Whether a head takes back exactly what a pull landed, as its tree tells: of one head that is read once.</summary>
/// <param name="Reverts">Empty: nothing that landed.</param>
public sealed record InverseFact(long Repo, long Stamp, int Number, Sha Head, Row<int> Reverts) : Fact(Repo, Stamp)
{
    /// <summary>The lane on which it does: on another it may bring anything. Null: not told.</summary>
    public string? Base { get; init; }

    public override string Parent => "";

    public override string Key => Numbers.Key(Number);

    public override IEnumerable<Subject> Concerns() => [];
}
