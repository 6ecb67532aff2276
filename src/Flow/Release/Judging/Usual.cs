namespace Sluice.Flow.Release.Judging;

/// <summary>What the baseline counted before the canary began, in a time as long as a tick.</summary>
/// <param name="Count">Events.</param>
/// <param name="Exposure">Requests, so that more traffic is not taken for trouble; null: not known.</param>
public sealed record Usual(double Count, double? Exposure = null)
{
    internal double In(Tick tick) => Exposure is > 0 and var before && tick.Exposure is > 0 and var now ? Count * now / before : Count;
}
