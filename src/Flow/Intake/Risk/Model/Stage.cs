namespace Sluice.Flow.Intake.Risk.Model;

/// <summary>Trees that were grown one after the other, on top of the stages before.</summary>
/// <param name="Features">How many of <see cref="Kamei.Names"/>, from the first, its trees may ask for.</param>
/// <param name="Intercept">Of the whole model where this is its last stage: log odds.</param>
public sealed record Stage(int Features, double Intercept, Row<Tree> Trees)
{
    /// <summary>What its trees add to the log odds.</summary>
    public double Of(ReadOnlySpan<double> features)
    {
        var sum = 0.0;
        foreach (var tree in Trees.AsSpan())
        {
            sum += tree.Of(features);
        }

        return sum;
    }
}
