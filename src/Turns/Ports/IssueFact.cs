using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>An issue of the bot's own, as it last wrote it.</summary>
public sealed record IssueFact(long Repo, long Stamp, IssueSeen Issue) : Fact(Repo, Stamp)
{
    public override string Parent => "";

    public override string Key => KeyOf(Issue.Kind, Issue.Lane);

    /// <summary>The breakers of an environment have no lane.</summary>
    public static string KeyOf(BreakerKind kind, string lane) =>
        lane.Length > 0 ? $"{BreakerWords.Name(kind)} {lane}" : BreakerWords.Name(kind);

    public override IEnumerable<Subject> Concerns() => [];
}
