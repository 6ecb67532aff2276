using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>The sources of canary metrics that the process's settings declare.</summary>
public interface IMetrics
{
    /// <summary>
    /// Counts of one tick that ended at <paramref name="end"/>. Refused: missing data, NaN, a partial answer, an unknown source: its
    /// reason.
    /// </summary>
    Task<Answer<TickCounts>> Read(Repository repo, CanaryMetric metric, DateTimeOffset end, TimeSpan tick, CancellationToken stop);

    /// <summary>
    /// Counts of as many ticks in a row, the first of which ended at <paramref name="first"/>, at once: to catch up after a silence. Null:
    /// nothing can be had for that tick.
    /// </summary>
    Task<Answer<Row<TickCounts?>>> Series(
        Repository repo,
        CanaryMetric metric,
        DateTimeOffset first,
        int count,
        TimeSpan tick,
        CancellationToken stop
    );

    /// <summary>One count over a window that ended at <paramref name="end"/>; <c>$window</c> in the query is its length.</summary>
    Task<Answer<double>> Count(Repository repo, string source, string query, DateTimeOffset end, TimeSpan window, CancellationToken stop);

    /// <summary>
    /// Where a metric counted events while a canary ran: one symptom for each place that the metric's <see cref="CanaryMetric.Where"/>
    /// tells apart.
    /// </summary>
    Task<Answer<Row<Symptom>>> Where(Repository repo, CanaryMetric metric, DateTimeOffset end, TimeSpan bake, CancellationToken stop);
}

/// <summary>Events and exposures (requests) of the two tracks in one tick.</summary>
public sealed record TickCounts(double Canary, double Baseline, double CanaryExposure, double BaselineExposure);
