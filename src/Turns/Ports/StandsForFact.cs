using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Whether somebody is of a team, or has an address, that CODEOWNERS names.</summary>
/// <param name="Is">Null: GitHub does not tell the App.</param>
public sealed record StandsForFact(long Repo, long Stamp, string Owner, string Login, bool? Is) : Fact(Repo, Stamp)
{
    public override string Parent => Owner;

    public override string Key => Login;

    public override IEnumerable<Subject> Concerns() => [];
}
