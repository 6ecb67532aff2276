using System.Globalization;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>The notations of single values.</summary>
internal static class Scalars
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>Numbers with units, such as <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>28d</c>; null: it is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9 || Unit(rest[digits]) is not { } unit)
            {
                return null;
            }

            var count = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            // Before they are multiplied: nine digits of weeks are more than a span of time holds.
            if (count > (Longest - total) / unit)
            {
                return null;
            }

            total += count * unit;
            rest = rest[(digits + 1)..];
        }

        return text.Length == 0 ? null : total;
    }

    /// <summary>As <see cref="Duration"/> reads it.</summary>
    public static string Show(TimeSpan span) =>
        span switch
        {
            _ when span == TimeSpan.Zero => "0s",
            _ when span.Ticks % TimeSpan.TicksPerDay == 0 => Show(span.TotalDays, "d"),
            _ when span.Ticks % TimeSpan.TicksPerHour == 0 => Show(span.TotalHours, "h"),
            _ when span.Ticks % TimeSpan.TicksPerMinute == 0 => Show(span.TotalMinutes, "m"),
            _ => Show(span.TotalSeconds, "s"),
        };

    /// <summary>A share of one, as <see cref="Percent"/> reads it.</summary>
    public static string Show(double share) => ((decimal)share * 100).ToString("0.############", CultureInfo.InvariantCulture) + "%";

    public static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static double? Number(string text) =>
        double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value
        ) && double.IsFinite(value)
            ? value
            : null;

    /// <summary>A percentage with its sign, as a share of one.</summary>
    public static double? Percent(string text) =>
        text.EndsWith('%')
        && decimal.TryParse(
            text[..^1].TrimEnd(),
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? (double)(value / 100)
            : null;

    private static string Show(double value, string unit) => value.ToString(CultureInfo.InvariantCulture) + unit;

    private static TimeSpan? Unit(char letter) =>
        letter switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => null,
        };
}
