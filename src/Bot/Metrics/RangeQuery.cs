using System.Globalization;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Metrics;

/// <summary>One query over many steps, in as few requests as Prometheus allows.</summary>
internal static class RangeQuery
{
    /// <summary>Prometheus refuses more points of a series in one answer.</summary>
    public const int MostPoints = 11_000;

    public static async Task<Answer<Row<double?>>> Ask(
        MetricQuery query,
        string text,
        DateTimeOffset first,
        TimeSpan step,
        int count,
        CancellationToken stop
    )
    {
        var all = new List<double?>(count);
        for (var from = 0; from < count; from += MostPoints)
        {
            var (start, points) = (first + (from * step), Math.Min(MostPoints, count - from));
            var part = await query
                .Ask(
                    "query_range",
                    [
                        new("query", text),
                        new("start", Seconds(start)),
                        new("end", Seconds(start + ((points - 1) * step))),
                        new("step", step.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
                    ],
                    body => MatrixAnswer.Read(body, start, step, points),
                    stop
                )
                .ConfigureAwait(false);
            if (part is not Answer<Row<double?>>.Made made)
            {
                return part;
            }

            all.AddRange(made.Value);
        }

        return new Answer<Row<double?>>.Made(all.ToRow());
    }

    public static string Seconds(DateTimeOffset at) =>
        (at.ToUnixTimeMilliseconds() / 1000.0).ToString("0.000", CultureInfo.InvariantCulture);
}
