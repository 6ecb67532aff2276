namespace Sluice.Flow.Intake.Risk.Model;

/// <summary>A few questions to a change, and what the answers add to the log odds that it is bad.</summary>
public abstract record Tree
{
    private Tree() { }

    public abstract double Of(ReadOnlySpan<double> features);

    public sealed record Leaf(double Adds) : Tree
    {
        public override double Of(ReadOnlySpan<double> features) => Adds;
    }

    /// <param name="Feature">Its place in <see cref="Kamei.Names"/>.</param>
    /// <param name="At">What the feature is compared with.</param>
    /// <param name="UpTo">For changes whose feature is at most that.</param>
    public sealed record Split(int Feature, double At, Tree UpTo, Tree Above) : Tree
    {
        public override double Of(ReadOnlySpan<double> features) => (features[Feature] <= At ? UpTo : Above).Of(features);
    }
}
