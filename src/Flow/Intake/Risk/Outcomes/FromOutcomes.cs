using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>What a repository's outcomes teach.</summary>
public static class FromOutcomes
{
    /// <summary>So many outcomes the usual share of broken builds is worth.</summary>
    private const int Prior = 20;

    public static Experience Learn(RiskModel shared, Row<Settled> settled)
    {
        Row<Settled> told = [.. settled.Where(each => each.Bad is not null && each.Features.Count >= Kamei.Sizes)];
        var broke = settled.Count(each => each.Broke);
        return new Experience(
            shared,
            told.Count < OwnLearning.ForIntercept ? null : Own(shared, told),
            settled.Count < OwnLearning.ForIntercept
                ? Experience.UsualBuildShare
                : (broke + (Prior * Experience.UsualBuildShare)) / (settled.Count + Prior)
        )
        {
            Record = TrackRecord.Of(settled),
        };
    }

    private static OwnStages Own(RiskModel shared, Row<Settled> told)
    {
        var table = new ChangeTable { HasHistory = told.All(each => each.Features.Count == Kamei.Names.Count) };
        foreach (var each in told)
        {
            double[] features = [.. each.Features, .. Enumerable.Repeat(double.NaN, Kamei.Names.Count - each.Features.Count)];
            table.Add(features, each.Bad == true, each.At.ToUnixTimeSeconds(), "");
        }

        int[] rows = [.. Enumerable.Range(0, table.Count)];
        return OwnLearning.Fit(
            shared,
            table,
            rows,
            "",
            trees: rows.Length >= OwnLearning.ForTrees && Prequential.Gain(shared, table, rows) > 0
        )!;
    }
}
