using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>What would take a change one band down: fewer added lines, or its tests in a pull request of their own.</summary>
internal static class WayDown
{
    /// <summary>Null: neither would.</summary>
    public static string? Of(Change change, double[] features, Experience experience)
    {
        var band = experience.BandOf(features);
        var ways = new List<string>();
        if (band == Band.Low)
        {
            return null;
        }

        var to = band;
        if (LinesLess(features, experience, band) is { } less)
        {
            ways.Add($"\u2212{Plural.Of(less, "line")}");
            to = experience.BandOf(With(features, features[Kamei.LinesAdded] - less));
        }

        if (
            WithoutTests(change, features) is { } rest
            && experience.BandOf(rest) is var without
            && without < band
            && (ways.Count == 0 || without <= to)
        )
        {
            ways.Add("tests split off");
            to = ways.Count == 1 ? without : to;
        }

        return ways.Count == 0 ? null : $"{string.Join(", or ", ways)}: {Bands.Word(to)}";
    }

    // More lines never score lower, so that half a search is enough.
    private static int? LinesLess(double[] features, Experience experience, Band band)
    {
        var (enough, most) = (0, (int)features[Kamei.LinesAdded]);
        if (experience.BandOf(With(features, 0)) >= band)
        {
            return null;
        }

        while (enough + 1 < most)
        {
            var middle = enough + ((most - enough) / 2);
            if (experience.BandOf(With(features, middle)) < band)
            {
                enough = middle;
            }
            else
            {
                most = middle;
            }
        }

        return (int)features[Kamei.LinesAdded] - enough;
    }

    private static double[]? WithoutTests(Change change, double[] features)
    {
        var rest = change.Files.Where(file => !Paths.IsTest(file.Path)).ToRow();
        return rest.Count > 0 && rest.Count < change.Files.Count
            ? [.. Features.Of(Sizes.Of(change with { Files = rest }), null).AsSpan(0, Kamei.Sizes), .. features.AsSpan(Kamei.Sizes)]
            : null;
    }

    private static double[] With(double[] features, double added)
    {
        var with = (double[])features.Clone();
        with[Kamei.LinesAdded] = added;
        return with;
    }
}
