using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Through which App a pull was opened, on behalf of its author or as the App itself. It never changes.</summary>
public sealed record ViaFact(long Repo, long Stamp, int Number, long App) : Fact(Repo, Stamp)
{
    public override string Parent => Numbers.Key(Number);

    public override string Key => "";

    public override IEnumerable<Subject> Concerns() => [new PullSubject(Repo, Number)];
}

/// <summary>Whose key signed a commit, as GitHub verified it.</summary>
/// <param name="Number">The pull whose head it is; null: not told.</param>
public sealed record SignatureFact(long Repo, long Stamp, Sha Sha, Signed Signed, int? Number) : Fact(Repo, Stamp)
{
    public override string Parent => Sha.Hex;

    public override string Key => "";

    public override IEnumerable<Subject> Concerns() => Number is { } pull ? [new PullSubject(Repo, pull)] : [];
}
