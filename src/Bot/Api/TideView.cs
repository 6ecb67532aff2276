using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Api;

/// <summary>Arrival beside drain, over the last hour.</summary>
/// <param name="SecondsToDrain">Until all that are there now have left; null: nothing leaves.</param>
/// <param name="Pressed">Why the lowest classes wait outside, in a sentence; null: they do not.</param>
/// <param name="Waiting">How many wait outside for that.</param>
internal sealed record TideView(
    double ArrivalsPerHour,
    double DrainsPerHour,
    int Backlog,
    double? SecondsToDrain,
    string? Pressed,
    int Waiting
)
{
    public static TideView? Of(LaneLedger ledger, DateTimeOffset now)
    {
        var kept = ledger.Outside.Where(one => one.By == OutsideBy.Pressure).ToList();
        var rates = ledger.Tide.Read(now, ledger.Line.Count + ledger.Outside.Count);
        var pressed =
            ledger.Tide.Presses is not { } presses ? null
            : kept.Count > 0 ? kept[0].Because
            : presses.ByCanary ? null
            : TideWords.High(rates);
        return rates is null && pressed is null
            ? null
            : new(
                Math.Round(rates?.Arrivals ?? 0, 2),
                Math.Round(rates?.Drains ?? 0, 2),
                ledger.Line.Count + ledger.Outside.Count,
                rates?.ToDrain?.TotalSeconds,
                pressed,
                kept.Count
            );
    }
}
