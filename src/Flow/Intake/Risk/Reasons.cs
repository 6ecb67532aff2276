using System.Globalization;

namespace Sluice.Flow.Intake.Risk;

/// <summary>
/// Why a change scores as it does, in words: what each feature adds beside a change that is usual in it and the same in everything else.
/// </summary>
internal static class Reasons
{
    /// <summary>Log odds; a tenth more of them is a tenth more risk.</summary>
    private const double Worth = 0.1;

    public static IEnumerable<string> Of(Sizes sizes, double[] features, Experience experience)
    {
        var odds = experience.LogOdds(features);
        var said = Enumerable
            .Range(0, features.Length)
            .Where(feature => !double.IsNaN(features[feature]) && !IsOfFilesWithoutPast(features, feature))
            .Select(feature => (Feature: feature, Adds: odds - experience.LogOdds(Usual(features, feature, experience))))
            .Where(part => part.Adds > Worth)
            .OrderByDescending(part => part.Adds)
            .Select(part => Says(Kamei.Names[part.Feature], features[part.Feature]))
            .ToList();
        return said.Count > 0 ? said : [$"small: {Count((double)sizes.La + sizes.Ld, "line")} in {Count(sizes.Nf, "file")}"];
    }

    // New files have no lines, developers or changes before this one: that is no news, though the trees know it.
    private static bool IsOfFilesWithoutPast(double[] features, int feature) =>
        features[Kamei.EarlierChanges] is 0 && feature is >= Kamei.Sizes and <= Kamei.EarlierChanges;

    private static double[] Usual(double[] features, int feature, Experience experience)
    {
        var usual = (double[])features.Clone();
        usual[feature] = experience.Model.Usual[feature];
        return usual;
    }

    // A feature is said to be what it is; whether much or little of it is the risk, the trees know.
    private static string Says(string feature, double value) =>
        feature switch
        {
            "la" => $"{Count(value, "line")} added",
            "ld" => $"{Count(value, "line")} deleted",
            "nf" => $"{Count(value, "file")} changed",
            "nd" => $"in {Count(value, "folder")}",
            "ns" => $"in {Count(value, "part")} of the tree",
            "entropy" => value < 0.01 ? "all in one file" : "spread over its files",
            "lt" => $"its files have {Count(value, "line")}",
            "ndev" => $"{Count(value, "developer")} changed its files before",
            "age" => $"its files were last changed {Count(value, "day")} ago",
            "nuc" => $"its files changed {Count(value, "time")} before",
            "exp" => $"its author has {Count(value, "earlier change")} here",
            "rexp" => "by how many of its author's changes are recent",
            _ => $"its author has {Count(value, "earlier change")} in this part of the tree",
        };

    public static string Count(double count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:0} {thing}{(Math.Round(count).Equals(1.0) ? "" : "s")}");
}
