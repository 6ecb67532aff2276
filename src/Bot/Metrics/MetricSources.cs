using System.Globalization;
using Sluice.Bot.Settings;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>Reads a tick's counts from the source that a policy names. What cannot be counted is refused, never taken for nought.</summary>
public sealed class MetricSources(Row<MetricSource> sources, HttpMessageHandler handler, TimeProvider clock) : IMetrics, IDisposable
{
    private const int LargestAnswer = 1024 * 1024;

    private readonly HttpClient _http = new(handler, disposeHandler: false)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    /// <summary>Does not follow redirects: an address is the operator's, and stays what the operator wrote.</summary>
    public static SocketsHttpHandler Handler() => new() { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) };

    public async Task<Answer<TickCounts>> Read(
        Repository repo,
        CanaryMetric metric,
        DateTimeOffset end,
        TimeSpan tick,
        CancellationToken stop
    )
    {
        if (Find(metric.Source, repo) is not { } source)
        {
            return new Answer<TickCounts>.Refused(NotThere(metric.Source));
        }

        var query = new MetricQuery(_http, source, clock);
        string[] texts = [metric.Canary, metric.Baseline, metric.CanaryExposure, metric.BaselineExposure];
        string[] names = ["canary", "baseline", "canary_exposure", "baseline_exposure"];
        var answers = await Task.WhenAll(texts.Select(text => query.Ask(Text(source, repo, text, tick), end, stop))).ConfigureAwait(false);
        var counts = new double[answers.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            switch (answers[i])
            {
                case Answer<double>.Made made:
                    counts[i] = made.Value;
                    break;
                case Answer<double>.Refused refused:
                    return new Answer<TickCounts>.Refused($"{names[i]}: {refused.Why}", refused.Status);
                case Answer<double>.Later later:
                    return new Answer<TickCounts>.Later(later.Until, $"{names[i]}: {later.Why}");
            }
        }

        return new Answer<TickCounts>.Made(new TickCounts(counts[0], counts[1], counts[2], counts[3]));
    }

    public async Task<Answer<Row<TickCounts?>>> Series(
        Repository repo,
        CanaryMetric metric,
        DateTimeOffset first,
        int count,
        TimeSpan tick,
        CancellationToken stop
    )
    {
        if (Find(metric.Source, repo) is not { IsJson: false } source)
        {
            return new Answer<Row<TickCounts?>>.Refused($"'{metric.Source}' is asked tick by tick");
        }

        var query = new MetricQuery(_http, source, clock);
        string[] texts = [metric.Canary, metric.Baseline, metric.CanaryExposure, metric.BaselineExposure];
        var answers = await Task.WhenAll(
                texts.Select(text => RangeQuery.Ask(query, Text(source, repo, text, tick), first, tick, count, stop))
            )
            .ConfigureAwait(false);
        if (answers.FirstOrDefault(answer => answer is not Answer<Row<double?>>.Made) is { } trouble)
        {
            return trouble.Not<Row<TickCounts?>>();
        }

        var all = answers.Select(answer => ((Answer<Row<double?>>.Made)answer).Value).ToArray();
        return new Answer<Row<TickCounts?>>.Made(
            Enumerable
                .Range(0, count)
                .Select(at =>
                    Array.TrueForAll(all, counts => counts[at] is not null)
                        ? new TickCounts(all[0][at]!.Value, all[1][at]!.Value, all[2][at]!.Value, all[3][at]!.Value)
                        : null
                )
                .ToRow()
        );
    }

    public async Task<Answer<double>> Count(
        Repository repo,
        string source,
        string query,
        DateTimeOffset end,
        TimeSpan window,
        CancellationToken stop
    ) =>
        Find(source, repo) is { } found
            ? await new MetricQuery(_http, found, clock)
                .Ask(Text(found, repo, query.Replace("$window", Length(window), StringComparison.Ordinal), window), end, stop)
                .ConfigureAwait(false)
            : new Answer<double>.Refused(NotThere(source));

    public async Task<Answer<Row<Symptom>>> Where(
        Repository repo,
        CanaryMetric metric,
        DateTimeOffset end,
        TimeSpan bake,
        CancellationToken stop
    )
    {
        if (Find(metric.Source, repo) is not { IsJson: false } source || metric.Where is not { } where)
        {
            return new Answer<Row<Symptom>>.Refused($"places are read from a Prometheus, and '{metric.Source}' is none");
        }

        // The revert waits for it, and is to be open within ten seconds of the verdict.
        var query = new MetricQuery(_http, source, clock) { Patience = TimeSpan.FromSeconds(3) };
        var answers = await Task.WhenAll(
                new[] { where.Canary, where.Baseline }.Select(text =>
                    query.Ask(
                        Text(source, repo, text.Replace("$bake", Length(bake), StringComparison.Ordinal), bake),
                        end,
                        PlacesAnswer.Read,
                        stop
                    )
                )
            )
            .ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer is not Answer<Row<Place>>.Made) is { } trouble
            ? trouble.Not<Row<Symptom>>()
            : new Answer<Row<Symptom>>.Made(
                PlacesAnswer.Join(metric.Name, ((Answer<Row<Place>>.Made)answers[0]).Value, ((Answer<Row<Place>>.Made)answers[1]).Value)
            );
    }

    public void Dispose() => _http.Dispose();

    private MetricSource? Find(string name, Repository repo) =>
        sources.FirstOrDefault(each =>
            each.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && RepositoryGlobs.Meets(each.Repositories, repo)
        );

    /// <summary>
    /// The same words for a source that is not there and one that is not for this repository: names of others are nobody's business.
    /// </summary>
    private static string NotThere(string name) =>
        $"there is no metric source '{name}' for this repository: the operator declares it as Metrics__Sources__{name}";

    private static string Text(MetricSource source, Repository repo, string query, TimeSpan tick)
    {
        var text = query.Replace("$tick", Length(tick), StringComparison.Ordinal);
        return source is { IsJson: false, Matchers: { } matchers }
            ? Selectors.Add(text, matchers.Replace("{repository}", repo.FullName, StringComparison.Ordinal))
            : text;
    }

    private static string Length(TimeSpan tick) =>
        tick.Ticks % TimeSpan.TicksPerSecond == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{tick.TotalSeconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{tick.TotalMilliseconds:0}ms");
}
