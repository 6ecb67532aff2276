namespace Sluice.Flow.Release.Judging;

/// <summary>Both sides of the evidence on one scale.</summary>
internal static class Score
{
    /// <summary>
    /// 0.8 is where the evidence for harm reaches ln(1/α), 0.2 where that for safety reaches ln(1/β); without evidence 0.5. So whoever
    /// rolls back above 0.8 and promotes below 0.2 has the guarantee of both tests, at any number of looks.
    /// </summary>
    public static double Of(double harm, double safe, Bounds bounds)
    {
        var (towards, away) = (Math.Max(0, harm / bounds.Harm), Math.Max(0, safe / bounds.Safety));
        return Math.Clamp(towards >= 1 || towards >= away ? 0.5 + (0.3 * towards) : 0.5 - (0.3 * away), 0, 1);
    }
}
