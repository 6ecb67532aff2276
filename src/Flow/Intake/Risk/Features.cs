namespace Sluice.Flow.Intake.Risk;

/// <summary>A change as the model sees it: by <see cref="Kamei.Names"/>, NaN for what is not known.</summary>
internal static class Features
{
    public static double[] Of(Sizes sizes, History? history) =>
        [
            sizes.La,
            sizes.Ld,
            sizes.Nf,
            sizes.Nd,
            sizes.Ns,
            sizes.Entropy,
            .. history is { } known
                ? [known.Lt, known.Ndev, known.Age, known.Nuc, known.Exp, known.Rexp, known.Sexp]
                : Enumerable.Repeat(double.NaN, Kamei.Names.Count - Kamei.Sizes),
        ];
}
