using Sluice.Flow.Policies;

namespace Sluice.Bot.Notifying;

/// <summary>One piece of news, as a webhook is sent it.</summary>
/// <param name="Id">Grows; what comes twice has the same.</param>
/// <param name="Kind">The journal's word.</param>
/// <param name="Url">Where it is told in full.</param>
internal sealed record Notice(
    long Id,
    string Repository,
    DateTimeOffset At,
    NewsKind Event,
    string Kind,
    string Says,
    IReadOnlyList<int> Pulls,
    string Url
);
