namespace Sluice.Flow.Release;

/// <summary>Whom a regressed canary blames.</summary>
internal static class Culprit
{
    /// <summary>From here on one pull is named and reverted alone.</summary>
    public const double Named = 0.8;

    /// <summary>From here on the revert is certain (contract, section 4).</summary>
    public const double Certain = 0.95;

    /// <summary>That it was none of them but the infrastructure under the canary, as odds against one.</summary>
    private const double NobodyOdds = 0.02;

    /// <summary>What was believed of the pulls beforehand is no evidence: it may point at one, and never makes it certain.</summary>
    private const double MostByPrior = 0.94;

    /// <summary>The most suspicious pull and the posterior that it is to blame; reverts are suspects too.</summary>
    public static Blame Of(Row<LandedPull> pulls, double alpha)
    {
        if (pulls.Count == 1)
        {
            // The tracks differ by nothing but this pull, so the contrast between them is the evidence.
            return new Blame(pulls[0].Number, Math.Max(Certain, 1 - alpha), CanaryWords.OnlyPull());
        }

        var odds = pulls.Select(pull => Odds(pull.Fails)).ToList();
        var total = odds.Sum() + NobodyOdds;
        var first = pulls.Zip(odds).OrderByDescending(pair => pair.Second).ThenByDescending(pair => pair.First.Seq).ThenBy(pair => pair.First.Number).First();
        var confidence = Math.Min(MostByPrior, first.Second / total);
        return new Blame(first.First.Number, confidence, CanaryWords.Riskiest(pulls.Count));
    }

    /// <summary>
    /// Whom to take back. One pull that is named goes alone; otherwise the whole canary goes, for that surely holds the culprit, and each
    /// innocent can land again. A revert is never taken back by the bot: that would be the way into a loop.
    /// </summary>
    public static Row<int> Taken(Row<LandedPull> pulls, Blame blame)
    {
        var changes = pulls.Where(pull => pull.Reverts.Count == 0).Select(pull => pull.Number).Order().ToRow();
        return blame.Confidence < Named ? changes : changes.Contains(blame.Number) ? [blame.Number] : [];
    }

    private static double Odds(double chance)
    {
        var bounded = Math.Clamp(chance, 0.001, 0.999);
        return bounded / (1 - bounded);
    }
}
