using Sluice.Flow;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>An issue of the bot's own, as it last wrote it.</summary>
public sealed record IssueFact(long Repo, long Stamp, IssueSeen Issue) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => BreakerWords.Name(Issue.Kind);

    public override IEnumerable<Subject> Concerns() => [];
}
