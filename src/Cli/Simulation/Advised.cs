using System.Globalization;
using Sluice.Sim.Histories;
using Sluice.Sim.Queues;

namespace Sluice.Cli.Simulation;

/// <summary>The answer to: how many slots, which batch, what wait.</summary>
internal static class Advised
{
    public static void Show(History history, Advice advice, Action<string> on)
    {
        on(history.Says);
        on("The wait is counted from the moment of the real merge, as if each pull request had entered the queue then.");
        foreach (var (slots, figures) in advice.BySlots)
        {
            on(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(slots == advice.Slots ? "→" : " ")} slots: {slots, 2}        {Say(figures)}"
                )
            );
        }

        foreach (var (most, figures) in advice.ByBatch)
        {
            on(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(most == advice.BatchMax ? "→" : " ")} batch.max: {most, 2}    {Say(figures)}"
                )
            );
        }
    }

    /// <summary>The last lines of all, so that nobody has to look for them.</summary>
    public static void Say(Advice advice, Action<string> on)
    {
        on(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Advice: {advice.Slots} {(advice.Slots == 1 ? "slot" : "slots")}, at most {advice.BatchMax} in a batch. In .github/sluice.yml:"
            )
        );
        on(string.Create(CultureInfo.InvariantCulture, $"  queue: {{ slots: {advice.Slots}, batch: {{ max: {advice.BatchMax} }} }}"));
        on(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Half of your pull requests would land within {advice.Figures.P50 / 60:0} min and 95 % within {advice.Figures.P95 / 60:0} min, at {advice.Figures.BuildSecondsPerLanded / 60:0.0} min of CI each."
            )
        );
    }

    private static string Say(Figures figures) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"wait P50 {figures.P50 / 60:0.0} min, P95 {figures.P95 / 60:0.0} min, {figures.BuildSecondsPerLanded / 60:0.0} min of CI each"
        );
}
