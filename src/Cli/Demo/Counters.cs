using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Demo;

/// <summary>
/// Counters by name, track and route, sampled over time, answered as Prometheus' HTTP query API would:
/// <c>sum(increase(name{track="x"}[1s]))</c>, and the same <c>by (route)</c>.
/// </summary>
public sealed partial class Counters(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Name, string Track, string Route), double> _now = [];
    private readonly List<(DateTimeOffset At, SortedDictionary<(string Name, string Track, string Route), double> Values)> _samples = [];

    public void Add(string name, string track, string route, double by)
    {
        lock (_gate)
        {
            _now[(name, track, route)] = _now.GetValueOrDefault((name, track, route)) + by;
        }
    }

    /// <summary>Keeps what the counters say now.</summary>
    public void Sample()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _samples.Add((now, new(_now)));
            _samples.RemoveAll(sample => sample.At < now - Kept);
        }
    }

    /// <summary>
    /// The body that <c>/api/v1/query</c> answers; status 400 where the query is none of those that this source knows, or the time is none.
    /// </summary>
    public (int Status, JsonObject Body) Query(string query, string? time)
    {
        if (Increase().Match(query) is not { Success: true } match)
        {
            return Bad(query);
        }

        if (End(time) is not { } end)
        {
            return Bad(time!);
        }

        var length = TimeSpan.FromSeconds(
            int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value == "m" ? 60 : 1)
        );
        var routes = Between(match.Groups["name"].Value, match.Groups["track"].Value, end - length, end);
        var series =
            match.Groups["by"].Success ? routes.Select(pair => ((string?)pair.Key, pair.Value))
            : routes.Count == 0 ? []
            : [(null, routes.Values.Sum())];
        var result = new JsonArray([
            .. series.Select(each =>
                (JsonNode)
                    new JsonObject
                    {
                        ["metric"] = each.Item1 is { } route ? new JsonObject { ["route"] = route } : [],
                        ["value"] = new JsonArray(end.ToUnixTimeMilliseconds() / 1000.0, each.Item2.ToString(CultureInfo.InvariantCulture)),
                    }
            ),
        ]);

        return (
            200,
            new JsonObject
            {
                ["status"] = "success",
                ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = result },
            }
        );
    }

    private static (int Status, JsonObject Body) Bad(string what) =>
        (
            400,
            new JsonObject
            {
                ["status"] = "error",
                ["errorType"] = "bad_data",
                ["error"] = $"cannot read {what}",
            }
        );

    /// <summary>Now, where none is asked for; null: there is no such time.</summary>
    private DateTimeOffset? End(string? time) =>
        time is null ? clock.GetUtcNow()
        : double.TryParse(time, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
        : null;

    /// <summary>All of them as a Prometheus scrapes them.</summary>
    public string Exposed()
    {
        lock (_gate)
        {
            return string.Concat(
                _now.Select(pair =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{pair.Key.Name}{{track=\"{pair.Key.Track}\",route=\"{pair.Key.Route}\"}} {pair.Value}\n"
                    )
                )
            );
        }
    }

    /// <summary>How much was counted on each route; empty: nothing ever was.</summary>
    private SortedDictionary<string, double> Between(string name, string track, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
        {
            var last = _samples.FindLast(sample => sample.At <= to).Values ?? [];
            var first = _samples.FindLast(sample => sample.At <= from).Values;
            return new SortedDictionary<string, double>(
                last.Where(pair => pair.Key.Name == name && pair.Key.Track == track)
                    .ToDictionary(
                        pair => pair.Key.Route,
                        pair => pair.Value - (first?.GetValueOrDefault(pair.Key) ?? 0),
                        StringComparer.Ordinal
                    ),
                StringComparer.Ordinal
            );
        }
    }

    [GeneratedRegex(
        """^sum(?<by> by \(route\) )?\(increase\((?<name>\w+)\{track="(?<track>\w+)"\}\[(?<length>\d{1,6})(?<unit>[sm])\]\)\)$""",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Increase();
}
