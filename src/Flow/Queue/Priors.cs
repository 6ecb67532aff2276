namespace Sluice.Flow.Queue;

/// <summary>What is believed of a pull before the red sets are asked.</summary>
internal static class Priors
{
    /// <summary>Of a pull that no longer waits here: nothing is decided about it, so any small number does.</summary>
    public const double Stranger = 0.01;

    private const double Doubted = 0.01;

    /// <summary>No model is surer than that.</summary>
    private const double Least = 0.002;
    private const double Most = 0.95;

    /// <summary>
    /// Only something that landed since can still hurt a pull that was green; the count is capped where the guess gets no better.
    /// </summary>
    public static double Of(Waiting pull, double pairRate, double harshness = 1) =>
        pull.Proof switch
        {
            { Doubted: true } => Doubted,
            { Landings: var landings } => Math.Min(Most, (pull.PairRate ?? pairRate) * Math.Min(20, (landings * 0.5) + 4)),
            null => Math.Clamp(pull.Fails * harshness, Least, Most),
        };
}
