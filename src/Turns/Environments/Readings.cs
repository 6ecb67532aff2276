using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Environments;

/// <summary>
/// The counts of a canary, tick by tick: those in the books, and those that ended since, read from their source and kept.
/// </summary>
public sealed class Readings(IStore store, IMetrics metrics)
{
    private readonly Gates _gates = new(store);

    /// <summary>
    /// After a long silence the backlog is read in several looks, newest first, so that no turn lasts for minutes and no gap hides what
    /// came after it.
    /// </summary>
    private const int PerLook = 20;

    /// <summary>So many missed ticks are asked for together.</summary>
    private const int WorthAtOnce = 3;

    /// <summary>Ticks that may pass before somebody who pushes is taken to be silent.</summary>
    private const int Late = 5;

    /// <param name="deployments">By GitHub's clock: a check that began before the canary's first is about what ran before.</param>
    public async Task<Row<MetricReadings>> Of(
        Repository repo,
        CanaryPolicy policy,
        Canary canary,
        Row<Deployment> deployments,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        policy = policy with { Every = Ticks.Length(canary, policy) };
        var kept = await store.Under<ReadingFact>(repo.Id, canary.Id, stop);
        var due = Ticks.Due(canary, policy, now);
        var rows = new List<MetricReadings>();
        foreach (var metric in policy.Metrics)
        {
            if (metric.Check is { } check)
            {
                rows.Add(
                    new MetricReadings(metric.Name, [], null) { Gate = await _gates.Of(repo, policy, canary, deployments, check, stop) }
                );
                continue;
            }

            if (metric.IsPushed)
            {
                rows.Add(Pushed(kept, metric, due, policy.Every, now));
                continue;
            }

            var ticks = kept.Where(fact => fact.Metric == metric.Name).Select(fact => fact.Tick).ToList();
            await CatchUp(repo, policy, canary, metric, due, ticks, now, stop);
            var known = ticks.Select(tick => (tick.Deployment, tick.Index)).ToHashSet();
            var missing = due.Reverse().Where(tick => !known.Contains((tick.Deployment, tick.Index))).Take(PerLook);
            var trouble = await Read(repo, policy, canary, metric, missing, ticks, now, stop);
            rows.Add(new MetricReadings(metric.Name, ticks.OrderBy(tick => tick.Index).ToRow(), trouble));
        }

        return rows.ToRow();
    }

    /// <summary>What was handed in. A tick that was not counts to neither side; it does once it comes.</summary>
    private static MetricReadings Pushed(
        IReadOnlyList<ReadingFact> kept,
        CanaryMetric metric,
        Row<DueTick> due,
        TimeSpan every,
        DateTimeOffset now
    )
    {
        var ticks = kept.Where(fact => fact.Metric == metric.Name).Select(fact => fact.Tick).ToList();
        var known = ticks.Select(tick => (tick.Deployment, tick.Index)).ToHashSet();
        var missing = due.Where(tick => !known.Contains((tick.Deployment, tick.Index))).ToList();
        var isSilent = due.Count >= Late && missing.Count(tick => now - tick.End < Late * every) >= Late - 1;
        return new MetricReadings(
            metric.Name,
            ticks.Concat(missing.Select(tick => new Tick(tick.Deployment, tick.Index, 0, 0, null))).OrderBy(tick => tick.Index).ToRow(),
            isSilent ? "nothing is pushed for it" : null
        );
    }

    /// <summary>What the baseline counts now, before a canary begins.</summary>
    public async Task<Row<MetricTraffic>> Traffic(Repository repo, CanaryPolicy policy, DateTimeOffset now, CancellationToken stop)
    {
        var length = Ticks.Before(policy);
        var rows = new List<MetricTraffic>();
        foreach (var metric in policy.Metrics.Where(metric => metric is { IsPushed: false, Check: null }))
        {
            // There is nothing on the canary's track yet that could answer.
            var baseline = metric with
            {
                Canary = metric.Baseline,
                CanaryExposure = metric.BaselineExposure,
            };
            var answer = await metrics.Read(repo, baseline, now, length, stop);
            rows.Add(
                answer.Match(
                    counts => new MetricTraffic(metric.Name, counts.Baseline / length.TotalMinutes, null)
                    {
                        Requests = counts.BaselineExposure / length.TotalMinutes,
                    },
                    refused => new MetricTraffic(metric.Name, null, refused.Why),
                    later => new MetricTraffic(metric.Name, null, later.Why)
                )
            );
        }

        return rows.ToRow();
    }

    /// <summary>
    /// After a silence all that was missed comes in one answer, where the source can; what it has nothing for counts to neither side.
    /// </summary>
    private async Task CatchUp(
        Repository repo,
        CanaryPolicy policy,
        Canary canary,
        CanaryMetric metric,
        Row<DueTick> due,
        List<Tick> ticks,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var known = ticks.Select(tick => (tick.Deployment, tick.Index)).ToHashSet();
        // The newest are read one by one: what is not there yet may still come.
        var missed = due.Where(tick => !known.Contains((tick.Deployment, tick.Index)) && now - tick.End >= 2 * policy.Every).ToList();
        if (missed.Count < WorthAtOnce)
        {
            return;
        }

        var (first, count) = (missed[0], missed[^1].Index - missed[0].Index + 1);
        if (
            await metrics.Series(repo, metric, first.End, count, policy.Every, stop)
            is not Answer<Row<TickCounts?>>.Made { Value: var series }
        )
        {
            return;
        }

        var read = missed
            .Select(tick =>
                series[tick.Index - first.Index] is { } counts ? Of(tick, counts) : new Tick(tick.Deployment, tick.Index, 0, 0, null)
            )
            .ToList();
        await store.Fold([.. read.Select(tick => new ReadingFact(repo.Id, Stamps.Of(now), canary.Id, metric.Name, tick))], stop);
        ticks.AddRange(read);
    }

    /// <returns>Why the newest tick could not be read; null: it was, or none is missing.</returns>
    private async Task<string?> Read(
        Repository repo,
        CanaryPolicy policy,
        Canary canary,
        CanaryMetric metric,
        IEnumerable<DueTick> missing,
        List<Tick> ticks,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        string? trouble = null;
        foreach (var due in missing)
        {
            var answer = await metrics.Read(repo, metric, due.End, policy.Every, stop);
            var why = answer.Match(_ => (string?)null, refused => refused.Why, later => later.Why);
            // What its source refuses for a tick that is long over it will not have later either: the tick counts as one without traffic.
            var lost = answer is Answer<TickCounts>.Refused && now - due.End >= 2 * policy.Every;
            if (lost || answer is Answer<TickCounts>.Made)
            {
                var tick = answer is Answer<TickCounts>.Made { Value: var counts }
                    ? Of(due, counts)
                    : new Tick(due.Deployment, due.Index, 0, 0, null);
                await store.Fold([new ReadingFact(repo.Id, Stamps.Of(now), canary.Id, metric.Name, tick)], stop);
                ticks.Add(tick);
            }

            trouble = due.End + policy.Every > now ? why : trouble;
            if (answer is Answer<TickCounts>.Later)
            {
                return why;
            }
        }

        return trouble;
    }

    private static Tick Of(DueTick due, TickCounts counts)
    {
        var exposure = counts.CanaryExposure + counts.BaselineExposure;
        return new Tick(due.Deployment, due.Index, counts.Canary, counts.Baseline, exposure > 0 ? counts.CanaryExposure / exposure : null)
        {
            Exposure = counts.BaselineExposure,
        };
    }
}
