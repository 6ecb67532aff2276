using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>
/// What was told of each canary beside what was so. A defect is excused only where the canary that let it through looked well by a lie that
/// was told of that very canary, or because what ran beside it had come there by such a lie and was as bad.
/// </summary>
public sealed class Testimony
{
    /// <summary>
    /// As a doubling of the errors looks beside as many requests. A defect makes five times as many, and chance alone never hides so much.
    /// </summary>
    private const double LooksBad = 4 / 3.0;

    private readonly SortedDictionary<string, Heard> _canaries = new(StringComparer.Ordinal);

    /// <param name="canary">The commit that runs as canary; null: none does. Where it runs everywhere, nothing is judged.</param>
    /// <param name="stable">The commit beside it; null: it was there before the storm.</param>
    public void Hear(string? canary, string? stable, TickCounts truth, Turns.Ports.Answer<TickCounts> told)
    {
        if (canary is null || canary == stable)
        {
            return;
        }

        var before = _canaries.GetValueOrDefault(canary) ?? new Heard(stable, new(0, 0), new(0, 0));
        _canaries[canary] = new Heard(
            stable,
            before.Truth.With(truth),
            told is Turns.Ports.Answer<TickCounts>.Made made ? before.Told.With(made.Value) : before.Told
        );
    }

    /// <summary>Whether lies brought to production what fails there.</summary>
    public bool Excuses(Repository repo, string defect)
    {
        var promoted = repo
            .Deployments.Values.Where(made => made.Environment != Fleet.Canary)
            .OrderBy(made => made.Id)
            .FirstOrDefault(made => Fleet.Defects(repo, made.Sha).Contains(defect));
        if (promoted is null || !_canaries.TryGetValue(promoted.Sha, out var heard) || !heard.Told.IsWell)
        {
            return false;
        }

        var beside = heard.Truth.IsWell && heard.Stable is { } stable ? Fleet.Defects(repo, stable).ToList() : [];
        return !heard.Truth.IsWell || (beside.Count > 0 && !beside.Contains(defect) && beside.All(other => Excuses(repo, other)));
    }

    private sealed record Heard(string? Stable, Look Truth, Look Told);

    /// <param name="Errors">Of the canary.</param>
    /// <param name="Fair">As many as it would have had if both were alike, tick by tick.</param>
    private sealed record Look(double Errors, double Fair)
    {
        public bool IsWell => Fair > 0 && Errors <= LooksBad * Fair;

        public Look With(TickCounts tick)
        {
            var exposure = tick.CanaryExposure + tick.BaselineExposure;
            return exposure > 0
                ? new Look(Errors + tick.Canary, Fair + ((tick.Canary + tick.Baseline) * tick.CanaryExposure / exposure))
                : this;
        }
    }
}
