using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Api;

/// <summary>One party's limit in a lane.</summary>
/// <param name="Kind">agent, sponsor or author.</param>
/// <param name="Waiting">How many of its pull requests wait outside because of it.</param>
/// <param name="Because">The limit and what made it so, in a sentence.</param>
internal sealed record LimitView(
    string Kind,
    string Name,
    int Limit,
    int Begins,
    int Clean,
    int Harmful,
    DateTimeOffset? Reset,
    int Waiting,
    string Because
)
{
    public static LimitView Of(LaneLedger ledger, Allowance limit) =>
        new(
            limit.Kind.ToString().ToLowerInvariant(),
            limit.Name,
            limit.Limit,
            limit.Begins,
            limit.Clean,
            limit.Harmful,
            limit.Reset,
            ledger.Outside.Count(kept => kept.By == (OutsideBy)limit.Kind && kept.Whose == limit.Name),
            OutsideWords.Stands(limit)
        );
}
