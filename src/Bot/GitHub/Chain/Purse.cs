using System.Net;
using Sluice.Bot.Operating;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// What one caller may still spend: GitHub's hourly count as its headers tell it, the counts by minute that it does not tell, and its
/// refusals.
/// </summary>
internal sealed class Purse(RateLimits limits) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Window _rest = new(limits.Points, Minute);
    private readonly Window _graph = new(limits.GraphPoints, Minute);
    private readonly Window _notifies = new(limits.NotifiesPerMinute, Minute);
    private readonly Window _notifiesHourly = new(limits.NotifiesPerHour, TimeSpan.FromHours(1));
    private readonly SortedDictionary<string, (int Remaining, DateTimeOffset Reset)> _primary = new(StringComparer.Ordinal);
    private (DateTimeOffset Until, string Why) _shut;
    private int _refusals;

    public SemaphoreSlim Doors { get; } = new(limits.AtOnce, limits.AtOnce);

    /// <summary>Spends what a request costs, or tells when that will be possible, and what is in the way.</summary>
    public (DateTimeOffset At, string Why) Enter(HttpRequestMessage request, DateTimeOffset now)
    {
        var (points, cost) = (request.IsGraph() ? _graph : _rest, request.IsRead() ? 1 : 5);
        var notifies = request.Options.TryGetValue(Marks.Notifies, out var marked) && marked;
        lock (_gate)
        {
            var opens = Latest(
                (now, ""),
                _shut,
                (points.Opens(now, cost), "the minute's points are spent"),
                (Refills(Resource(request), now), "the hour's requests are spent"),
                (notifies ? _notifies.Opens(now, 1) : now, "the minute's comments are spent"),
                (notifies ? _notifiesHourly.Opens(now, 1) : now, "the hour's comments are spent")
            );
            if (opens.At > now)
            {
                return opens;
            }

            points.Spend(now, cost);
            if (notifies)
            {
                _notifies.Spend(now, 1);
                _notifiesHourly.Spend(now, 1);
            }

            return opens;
        }
    }

    /// <summary>Takes in what an answer says of the limits.</summary>
    public void Learn(HttpRequestMessage request, HttpResponseMessage response, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (Named.Remaining(response) is { } remaining && Named.Reset(response, now) is { } reset)
            {
                _primary[Resource(request)] = ((int)remaining, reset);
            }

            if (response.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests))
            {
                _refusals = 0;
            }
        }
    }

    /// <summary>
    /// GitHub refused for a limit: nothing is asked before the time it named, or a minute, doubling, where it named none.
    /// </summary>
    public void Shut(HttpResponseMessage response, DateTimeOffset now)
    {
        lock (_gate)
        {
            _refusals = Math.Min(_refusals + 1, 6);
            var until = Named.Until(response, now) ?? now + (Minute * Math.Pow(2, _refusals - 1));
            _shut = (until > _shut.Until ? until : _shut.Until, "GitHub's rate limit refused");
        }
    }

    /// <summary>The hourly counts as GitHub last told them.</summary>
    public IReadOnlyList<RateReading> Readings(string caller, DateTimeOffset now)
    {
        lock (_gate)
        {
            var until = _shut.Until > now ? _shut.Until : (DateTimeOffset?)null;
            return [.. _primary.Select(each => new RateReading(caller, each.Key, each.Value.Remaining, each.Value.Reset, until))];
        }
    }

    public void Dispose() => Doors.Dispose();

    private DateTimeOffset Refills(string resource, DateTimeOffset now) =>
        _primary.TryGetValue(resource, out var known) && known.Remaining <= 0 && known.Reset > now ? known.Reset : now;

    private static (DateTimeOffset At, string Why) Latest(params ReadOnlySpan<(DateTimeOffset At, string Why)> reasons)
    {
        var latest = reasons[0];
        foreach (var reason in reasons)
        {
            latest = reason.At > latest.At ? reason : latest;
        }

        return latest;
    }

    private static string Resource(HttpRequestMessage request) => request.IsGraph() ? "graphql" : "core";
}
