using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Bot.GitHub;

/// <summary>
/// The breakers of GitHub's API and of its git, for each installation (0: the App itself), as this process hears GitHub answer. One of them
/// may fail alone.
/// </summary>
public sealed class Outages(OutageLimits limits, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<(long Installation, Through Through), Outage> _outages = [];
    private readonly List<PastOutage> _past = [];

    /// <summary>A request ended.</summary>
    public void Heard(long installation, Through through, bool isAnswered)
    {
        lock (_gate)
        {
            var (before, now) = (_outages.GetValueOrDefault((installation, through), Outage.None), clock.GetUtcNow());
            var next = before.Heard(isAnswered, now, limits);
            _outages[(installation, through)] = next;
            if (before is { Breaker: not null, Since: { } since } && next.Breaker is null && now - since >= limits.Told)
            {
                Over(new PastOutage(installation, since, now));
            }
        }
    }

    /// <summary>Asked by what can wait, right before it would ask GitHub.</summary>
    /// <returns>Until when it waits; null: it goes.</returns>
    public DateTimeOffset? Waits(long installation)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var (api, apiAt) = _outages.GetValueOrDefault((installation, Through.Api), Outage.None).Ask(now, limits);
            var (git, gitAt) = _outages.GetValueOrDefault((installation, Through.Git), Outage.None).Ask(now, limits);
            if (apiAt is null && gitAt is null)
            {
                // Only who goes takes the turn of the one that tries.
                (_outages[(installation, Through.Api)], _outages[(installation, Through.Git)]) = (api, git);
            }

            return apiAt > gitAt || gitAt is null ? apiAt : gitAt;
        }
    }

    /// <summary>
    /// For what can wait until somebody else has tried: a turn may end without having asked GitHub anything, and would be no try.
    /// </summary>
    /// <returns>When to look again; null: it goes.</returns>
    public DateTimeOffset? Stands(long installation)
    {
        lock (_gate)
        {
            var soonest = clock.GetUtcNow() + limits.Glance;
            return new[] { Through.Api, Through.Git }
                .Select(through => _outages.GetValueOrDefault((installation, through), Outage.None).Breaker)
                .OfType<Breaker>()
                .Select(breaker => breaker.TryAt is { } at && at > soonest ? at : (DateTimeOffset?)soonest)
                .Max();
        }
    }

    /// <summary>Whether the API mostly does not answer this one.</summary>
    public bool IsOpen(long installation)
    {
        lock (_gate)
        {
            return _outages.GetValueOrDefault((installation, Through.Api), Outage.None).Breaker is not null;
        }
    }

    public bool IsAnyOpen
    {
        get
        {
            lock (_gate)
            {
                return _outages.Values.Any(outage => outage.Breaker is not null);
            }
        }
    }

    /// <summary>Of all that were heard of, ascending.</summary>
    public IReadOnlyList<(long Installation, Through Through, Outage Outage)> Seen()
    {
        lock (_gate)
        {
            return [.. _outages.Select(each => (each.Key.Installation, each.Key.Through, each.Value))];
        }
    }

    /// <summary>What is to be said of those that are open, for whom it is of interest.</summary>
    /// <param name="installation">Null: of all.</param>
    public IReadOnlyList<string> Says(long? installation = null) =>
        [
            .. Seen()
                .Where(each => installation is null || each.Installation == installation)
                .Where(each => each.Outage.Breaker is not null)
                .Select(each =>
                    $"{new Chain.Caller(each.Installation)}, {each.Through.ToString().ToLowerInvariant()}: {BreakerWords.IsAway(each.Outage.Breaker!, each.Outage.Since!.Value)}"
                ),
        ];

    /// <summary>
    /// Those that are over and were long, until they are told of; while the installation's other breaker is open, its are not over.
    /// </summary>
    public IReadOnlyList<PastOutage> Past()
    {
        lock (_gate)
        {
            return
            [
                .. _past.Where(past => !_outages.Any(each => each.Key.Installation == past.Installation && each.Value.Breaker is not null)),
            ];
        }
    }

    public void Told(PastOutage outage)
    {
        lock (_gate)
        {
            _past.Remove(outage);
        }
    }

    /// <summary>API and git are mostly away together: to people that is one.</summary>
    private void Over(PastOutage outage)
    {
        var same = _past.Where(past => past.Installation == outage.Installation && past.Until >= outage.From).ToList();
        _past.RemoveAll(same.Contains);
        _past.Add(outage with { From = same.Select(past => past.From).Append(outage.From).Min() });
    }
}

/// <summary>By which way GitHub is asked.</summary>
public enum Through
{
    Api,
    Git,
}

/// <summary>A breaker of GitHub's that was open for long, and is closed.</summary>
public sealed record PastOutage(long Installation, DateTimeOffset From, DateTimeOffset Until);
