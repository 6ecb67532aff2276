namespace Sluice.Flow.Policies;

/// <summary>
/// A five-field cron expression: minute, hour, day of month, month, day of week (0 and 7 are Sunday). Each field is the set of its values,
/// as bits.
/// </summary>
/// <param name="EitherDay">Day and weekday are both restricted: then either suffices, as in Vixie's cron.</param>
public sealed record Cron(ulong Minutes, ulong Hours, ulong Days, ulong Months, ulong Weekdays, bool EitherDay)
{
    private static readonly string[] MonthNames = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private static readonly int[] LongestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary>Reads an expression; null when it is none, and then <paramref name="why"/> says what to write.</summary>
    public static Cron? Read(string text, out string why)
    {
        why = "";
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            why = $"has {Plural.Of(fields.Length, "field")}; five are minute, hour, day of month, month, day of week, such as 0 17 * * FRI";
            return null;
        }

        var minutes = Field(fields[0], 0, 59, "minute", [], ref why);
        var hours = Field(fields[1], 0, 23, "hour", [], ref why);
        var days = Field(fields[2], 1, 31, "day of month", [], ref why);
        var months = Field(fields[3], 1, 12, "month", MonthNames, ref why);
        var weekdays = Field(fields[4], 0, 7, "day of week", DayNames, ref why);
        weekdays = (weekdays | (weekdays >> 7)) & 0x7F;
        var cron = new Cron(minutes, hours, days, months, weekdays, !fields[2].StartsWith('*') && !fields[4].StartsWith('*'));
        if (why.Length == 0 && !cron.Comes())
        {
            why = $"never comes: no month among {fields[3]} has a day {fields[2]}";
        }

        return why.Length > 0 ? null : cron;
    }

    /// <summary>
    /// The newest tick at or before <paramref name="now"/>, looking back no further than <paramref name="within"/>; null: none.
    /// </summary>
    public DateTimeOffset? Last(DateTimeOffset now, TimeZoneInfo zone, TimeSpan within)
    {
        var wall = TimeZoneInfo.ConvertTime(now, zone);
        var day = new DateTimeOffset(wall.Year, wall.Month, wall.Day, 0, 0, 0, TimeSpan.Zero);
        var oldest = now - within;
        // A clock that was put back shows wall times twice: the day after may hold a tick that is not over yet, never one that was missed.
        for (; day >= oldest.AddDays(-2); day = day.AddDays(-1))
        {
            for (var minute = IsDay(day) ? (24 * 60) - 1 : -1; minute >= 0; minute--)
            {
                if (
                    Holds(Hours, minute / 60)
                    && Holds(Minutes, minute % 60)
                    && Instant(day.AddMinutes(minute), zone) is var tick
                    && tick <= now
                )
                {
                    return tick >= oldest ? tick : null;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a year has such a date at all; each falls on each day of the week in some year.</summary>
    private bool Comes() =>
        EitherDay
        || Enumerable
            .Range(1, 12)
            .Any(month => Holds(Months, month) && Enumerable.Range(1, LongestMonths[month - 1]).Any(day => Holds(Days, day)));

    private bool IsDay(DateTimeOffset day)
    {
        var (date, weekday) = (Holds(Days, day.Day), Holds(Weekdays, (int)day.DayOfWeek));
        return Holds(Months, day.Month) && (EitherDay ? date || weekday : date && weekday);
    }

    /// <summary>The instant of a wall time; one that a clock put forward skips is as much later.</summary>
    private static DateTimeOffset Instant(DateTimeOffset wall, TimeZoneInfo zone)
    {
        var first = wall - zone.GetUtcOffset(wall);
        return wall - zone.GetUtcOffset(first);
    }

    private static bool Holds(ulong set, int value) => (set >> value & 1) == 1;

    private static ulong Field(string text, int least, int most, string name, string[] names, ref string why)
    {
        ulong set = 0;
        foreach (var part in text.Split(','))
        {
            var values = Part(part, least, most, names);
            if (values == 0 && why.Length == 0)
            {
                why =
                    $"has {Yaml.Node.Show(part)} for its {name}: write * or values from {least} to {most}, such as {least}, {least}-{most} or */2";
            }

            set |= values;
        }

        return set;
    }

    private static ulong Part(string part, int least, int most, string[] names)
    {
        var slash = part.Split('/');
        var range = slash[0].Split('-');
        var step = slash.Length == 2 ? Yaml.Scalars.Whole(slash[1]) : 1;
        var from = range[0] == "*" ? least : Value(range[0], names);
        var to =
            range.Length == 2 ? Value(range[1], names)
            : range[0] == "*" || slash.Length == 2 ? most
            : from;
        if (
            slash.Length > 2
            || range.Length > 2
            || step is null or < 1 or > 60
            || from < least
            || to > most
            || from > to
            || (range[0] == "*" && range.Length == 2)
        )
        {
            return 0;
        }

        ulong set = 0;
        for (var value = from; value <= to; value += step.Value)
        {
            set |= 1UL << value;
        }

        return set;
    }

    /// <summary>A number or a name; -1: neither.</summary>
    private static int Value(string text, string[] names)
    {
        var named = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named + (names.Length == 12 ? 1 : 0)
            : text.All(char.IsAsciiDigit) ? Yaml.Scalars.Whole(text) ?? -1
            : -1;
    }
}
