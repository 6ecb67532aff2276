using System.Globalization;

namespace Sluice.Flow.Queue;

/// <summary>What is said of arrival and drain.</summary>
public static class TideWords
{
    private const string Who = "agents, chore bots and low priority wait first";

    /// <param name="rates">Null: too little was counted.</param>
    public static string High(TideReading? rates) =>
        $"More comes into the queue than leaves it{(rates is null ? "" : $" ({Rates(rates)})")}: {Who}.";

    public static string Behind(int undeployed, int takes) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{undeployed} pull requests have landed and wait for their deployment, which takes {takes} at a time: {Who}."
        );

    public static string Over() => "As much leaves the queue as comes into it, and deployments keep up: nobody waits for that any more.";

    public static string Rates(TideReading rates) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{rates.Arrivals:0.#} an hour come, {rates.Drains:0.#} leave, {(rates.ToDrain is not { } time ? "so that it does not drain" : time == TimeSpan.Zero ? "and it is empty" : $"so that it takes {Length(time)} to drain")}"
        );

    private static string Length(TimeSpan time) =>
        time < TimeSpan.FromMinutes(90)
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(time.TotalMinutes)):0} minutes")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} hours");
}
