using System.Globalization;

namespace Sluice.Bot.Pages;

/// <summary>Times and lengths as people say them.</summary>
internal static class Times
{
    /// <summary>How long ago, or in how long; the time itself is in the tooltip and for programs.</summary>
    public static Html Ago(DateTimeOffset? at, DateTimeOffset now) =>
        at is { } time
            ? Html.Of(
                $"<time datetime=\"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\" title=\"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC\">{(time > now ? $"in {Length(time - now)}" : $"{Length(now - time)} ago")}</time>"
            )
            : Html.Empty;

    public static Html At(DateTimeOffset? at) =>
        at is { } time
            ? Html.Of(
                $"<time datetime=\"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\" title=\"UTC\">{time.UtcDateTime:d MMM HH:mm:ss}</time>"
            )
            : Html.Empty;

    public static string Length(TimeSpan span) =>
        span switch
        {
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.TotalSeconds):0.#} s"),
            { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
            { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
            { TotalHours: < 36 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} d"),
        };

    public static string Length(double? seconds) =>
        seconds is { } known && double.IsFinite(known) ? Length(TimeSpan.FromSeconds(known)) : "–";
}
