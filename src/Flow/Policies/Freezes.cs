using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>Which of the policy's freeze windows keep a pull from landing, or from being deployed, and until when.</summary>
public static class Freezes
{
    /// <summary>
    /// Windows that follow each other without a gap are one; more than so many in a row are no longer told apart from always.
    /// </summary>
    private const int MostInARow = 16;

    /// <summary>Null: the pull may go on now.</summary>
    /// <param name="marks">By what the policy's rules know the pull.</param>
    public static Frozen? Of(Row<Freeze> windows, int number, IEnumerable<string> marks, DateTimeOffset now)
    {
        var labels = new SortedSet<string>(marks, StringComparer.Ordinal);
        var meant = windows.Where(window => !window.Except.Any(labels.Contains)).ToList();
        if (Open(meant, now) is not { } first)
        {
            return null;
        }

        var until = first.End;
        for (var row = 0; row < MostInARow && Open(meant, until) is { } next; row++)
        {
            until = next.End;
        }

        return new Frozen(until, first.Window.Reason, [number]);
    }

    /// <summary>Of the windows that are open the one that ends last.</summary>
    private static (Freeze Window, DateTimeOffset End)? Open(List<Freeze> windows, DateTimeOffset at)
    {
        (Freeze Window, DateTimeOffset End)? open = null;
        foreach (var window in windows)
        {
            if (
                Cron.Read(window.Cron, out _)?.Last(at, TimeZoneInfo.FindSystemTimeZoneById(window.Zone), window.For) is { } tick
                && tick + window.For is var end
                && end > at
                && (open is null || end > open.Value.End)
            )
            {
                open = (window, end);
            }
        }

        return open;
    }
}
