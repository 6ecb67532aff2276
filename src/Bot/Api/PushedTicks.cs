using System.Globalization;
using System.Text.Json;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;

namespace Sluice.Bot.Api;

/// <summary>
/// The ticks that a program pushes: <c>{"index":0,"canary":3,"baseline":41,"share":0.05,"exposure":900}</c>, or <c>at</c>, when the tick
/// ended, for its index.
/// </summary>
internal static class PushedTicks
{
    private const int Most = 5000;
    private const int FarthestTick = 1_000_000;

    /// <returns>What was read, or what is wrong with it.</returns>
    public static (Row<Tick>? Ticks, string? Fault) Read(
        JsonElement body,
        string deployment,
        Canary canary,
        CanaryPolicy policy,
        DateTimeOffset now
    )
    {
        if (!body.TryGetProperty("ticks", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > Most)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"ticks is a list of 1 to {Most} objects."));
        }

        var ticks = new SortedDictionary<int, Tick>();
        foreach (var (place, item) in list.EnumerateArray().Index())
        {
            var (tick, fault) = Tick(item, deployment, canary.StageSince!.Value, Ticks.Length(canary, policy), now);
            if (tick is null || !ticks.TryAdd(tick.Index, tick))
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"ticks[{place}]: {fault ?? "it is there twice"}."));
            }
        }

        return (ticks.Values.ToRow(), null);
    }

    private static (Tick? Tick, string? Fault) Tick(
        JsonElement item,
        string deployment,
        DateTimeOffset since,
        TimeSpan every,
        DateTimeOffset now
    )
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            return (null, "this is no object");
        }

        if (Index(item, since, every) is not (>= 0 and < FarthestTick and var index))
        {
            return (null, "index is a whole number from 0 at the deployment's success, or at is the time at which the tick ended");
        }

        if (since + ((index + 1) * every) > now)
        {
            return (null, "this tick is not over yet");
        }

        if (
            Number(item, "canary") is not (>= 0 and <= Flow.Release.Tick.Most and var counted)
            || Number(item, "baseline") is not (>= 0 and <= Flow.Release.Tick.Most and var beside)
        )
        {
            return (null, "canary and baseline are numbers of events, from 0 to 1e15");
        }

        var (share, exposure) = (Number(item, "share"), Number(item, "exposure"));
        return IsTold(item, "share") && share is not (> 0 and < 1) ? (null, "share is above 0 and below 1, or null where nothing was asked")
            : IsTold(item, "exposure") && exposure is not (>= 0 and <= Flow.Release.Tick.Most)
                ? (null, "exposure is a number of requests, from 0 to 1e15")
            : (new Tick(deployment, index, counted, beside, share) { Exposure = exposure }, null);
    }

    private static int? Index(JsonElement item, DateTimeOffset since, TimeSpan every) =>
        item.TryGetProperty("index", out var index)
            ? index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out var number)
                ? number
                : null
            : item.TryGetProperty("at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time)
                ? (int)Math.Clamp(Math.Round((time - since) / every) - 1, -1, FarthestTick)
                : null;

    private static bool IsTold(JsonElement item, string name) =>
        item.TryGetProperty(name, out var told) && told.ValueKind != JsonValueKind.Null;

    private static double? Number(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var number)
        && double.IsFinite(number)
            ? number
            : null;
}
