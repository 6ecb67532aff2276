using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Demo;

/// <summary>Counters by name and track, sampled over time, answered as Prometheus' HTTP query API would: <c>sum(increase(name{track="x"}[1s]))</c>.</summary>
public sealed partial class Counters(TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly SortedDictionary<(string Name, string Track), double> _now = [];
    private readonly List<(DateTimeOffset At, SortedDictionary<(string Name, string Track), double> Values)> _samples = [];

    public void Add(string name, string track, double by)
    {
        lock (_gate)
        {
            _now[(name, track)] = _now.GetValueOrDefault((name, track)) + by;
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

    /// <summary>The body that <c>/api/v1/query</c> answers; status 400 where the query is none of those that this source knows.</summary>
    public (int Status, JsonObject Body) Query(string query, string? time)
    {
        if (Increase().Match(query) is not { Success: true } match)
        {
            return (400, new JsonObject { ["status"] = "error", ["errorType"] = "bad_data", ["error"] = $"cannot read {query}" });
        }

        var end = double.TryParse(time, CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000))
            : clock.GetUtcNow();
        var length = TimeSpan.FromSeconds(int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) * (match.Groups["unit"].Value == "m" ? 60 : 1));
        var increase = Between(match.Groups["name"].Value, match.Groups["track"].Value, end - length, end);
        var result = new JsonArray();
        if (increase is { } value)
        {
            result.Add(new JsonObject
            {
                ["metric"] = new JsonObject(),
                ["value"] = new JsonArray(end.ToUnixTimeMilliseconds() / 1000.0, value.ToString(CultureInfo.InvariantCulture)),
            });
        }

        return (200, new JsonObject { ["status"] = "success", ["data"] = new JsonObject { ["resultType"] = "vector", ["result"] = result } });
    }

    private double? Between(string name, string track, DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
        {
            var last = _samples.FindLast(sample => sample.At <= to).Values;
            return last is null || !last.TryGetValue((name, track), out var after)
                ? null
                : after - (_samples.FindLast(sample => sample.At <= from).Values?.GetValueOrDefault((name, track)) ?? 0);
        }
    }

    [GeneratedRegex("""^sum\(increase\((?<name>\w+)\{track="(?<track>\w+)"\}\[(?<length>\d+)(?<unit>[sm])\]\)\)$""", RegexOptions.NonBacktracking)]
    private static partial Regex Increase();
}
