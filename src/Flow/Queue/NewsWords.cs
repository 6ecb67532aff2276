using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>What the lane's journal says of the lane itself: stops, a red base, runs that are repeated.</summary>
public static class NewsWords
{
    public static string Paused(string by, string onto, string reason) => $"{by} paused {onto}: {reason}";

    /// <param name="pause">Who had paused it; null: nobody.</param>
    /// <param name="halted">Why it stood still by itself; null: it did not.</param>
    public static string Resumed(string by, string onto, Pause? pause, string? halted) =>
        $"{by} let {onto} go on{(halted is not null ? $" after: {halted}" : pause is not null ? $" after {pause.By.Login} had paused it: {pause.Reason}" : "")}";

    public static string Frozen(string onto, DateTimeOffset until, string reason) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nothing lands on {onto} until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {reason}; builds go on"
        );

    public static string BaseRed(Row<Check> failed, string build, string onto, Sha head) =>
        $"{string.Join(", ", failed.Select(check => check.Name))} failed in build {build}, and on {onto} itself at {head.Short}: nobody is blamed. Fix {onto}, or queue what fixes it";

    public static string BaseGreen(string onto) => $"{onto} is no longer known to be red: everybody is tested again";

    public static string Rerun(Row<Check> failed, string build) =>
        $"{string.Join(", ", failed.Select(check => check.Name))} may have failed by chance in build {build}: only that runs again";

    /// <param name="open">Checks that are not green any more, or were never asked for before.</param>
    public static string Reopened(string build, IEnumerable<string> open) =>
        $"Build {build} was green and waited; it lands when these are green too: {string.Join(", ", open)}";

    public static string RerunRefused(string build, string words) =>
        $"GitHub would not run the failed jobs of build {build} again ({words.Trim()}): it is built anew";
}
