using System.Text.RegularExpressions;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>What the place at which a check failed says of who touches it.</summary>
public sealed class PointingTests
{
    private static readonly Row<string>[] Nobody = [];

    [Theory]
    [InlineData(1, 1, 1.1667)]
    [InlineData(1, 8, 3.5)]
    [InlineData(4, 8, 1.5)]
    [InlineData(8, 8, 1.0294)]
    [InlineData(1, 500, 10.5)]
    public void The_fewer_touch_the_place_the_more_it_counts(int touching, int of, double hit)
    {
        Assert.Equal(hit, Pointing.Ratios(touching, of).Hit, 1e-4);
        Assert.Equal(0.5, Pointing.Ratios(touching, of).Missed);
    }

    [Fact]
    public void It_never_speaks_for_who_touches_the_place_nor_against_who_does_not()
    {
        for (var of = 1; of <= 60; of++)
        {
            for (var touching = 1; touching <= of; touching++)
            {
                var (hit, missed) = Pointing.Ratios(touching, of);
                Assert.True(hit > 1 && missed < 1, $"{touching} of {of}");
                Assert.True(touching == 1 || hit <= Pointing.Ratios(touching - 1, of).Hit, $"{touching} of {of}");
            }
        }
    }

    [Theory]
    [InlineData("src/price.cs", null, true)]
    [InlineData("D:/a/shop/shop/src/price.cs", null, true)]
    [InlineData("other-src/price.cs", null, false)]
    [InlineData("src/tax.cs", "price.adds_tax", true)]
    [InlineData("src/tax.cs", "Shop.price > adds tax", true)]
    [InlineData("src/tax.cs", "pricey.adds_tax", false)]
    [InlineData("src/tax.cs", "old_price", false)]
    public void A_failure_is_at_a_file_by_its_path_or_by_the_name_of_its_test(string path, string? title, bool isAt)
    {
        var pointed = Pointing.At([new CheckNote(1, path, title)], [(1, ["src/price.cs"]), (2, ["docs/a.md"])], Nobody);

        Assert.Equal(isAt ? ["src/price.cs", null] : [], pointed.Select(one => one.Path));
    }

    [Fact]
    public void What_is_looked_up_is_what_comparing_each_path_with_each_note_finds()
    {
        string[] folders = ["", "src/", "src/shop/", "other-src/"],
            names = ["price.cs", "tax-rate.test.js", "-odd-name.md", "über_zug.go", "main.c"];
        string[] titles = ["price adds", "old_price", "tax-rate > sums", "tax rate", "a -odd-name b", "über_zug!", "main"];
        var paths = folders.SelectMany(folder => names.Select(name => folder + name)).ToRow();
        foreach (var note in titles.SelectMany(title => paths.Select(path => new CheckNote(1, "D:/a/" + path, title))))
        {
            var expected = paths
                .Where(path =>
                    note.Path.EndsWith("/" + path, StringComparison.Ordinal)
                    || (Stem(path).Length >= 5 && Regex.IsMatch(note.Title!, $@"(?<!\w){Regex.Escape(Stem(path))}(?!\w)"))
                )
                .ToList();

            Assert.Equal(
                expected,
                Pointing.At([note], paths.Select((path, i) => (i, (Row<string>)[path])), Nobody).Select(one => one.Path).OfType<string>()
            );
        }

        static string Stem(string path) => path[(path.LastIndexOf('/') + 1)..].Split('.')[0];
    }

    [Fact]
    public void A_file_with_a_name_like_any_word_is_named_by_no_test() =>
        Assert.Empty(Pointing.At([new CheckNote(1, "x", "the main test")], [(1, ["src/main.c"])], Nobody));

    [Fact]
    public void Whose_paths_are_not_known_is_told_nothing_of_and_those_beside_count_for_how_usual_the_place_is()
    {
        Row<CheckNote> notes = [new CheckNote(1, "a", null)];
        var alone = Pointing.At(notes, [(1, ["a"]), (2, ["b"]), (3, [])], Nobody);
        var usual = Pointing.At(
            notes,
            [(1, ["a"]), (2, ["b"]), (3, [])],
            [
                ["a"],
                ["a", "b"],
                [],
            ]
        );

        Assert.Equal([1, 2], alone.Select(one => one.Number));
        Assert.Equal(Pointing.Ratios(1, 2).Hit, alone[0].Ratio);
        Assert.Equal(Pointing.Ratios(3, 4).Hit, usual[0].Ratio);
    }

    [Fact]
    public void It_agrees_with_brute_force_over_all_subsets()
    {
        var dice = new Dice(23);
        for (var round = 0; round < 200; round++)
        {
            double[] priors = [.. Enumerable.Range(0, 2 + dice.Below(9)).Select(_ => 0.001 + (0.4 * dice.Roll()))];
            double[] ratios = [.. priors.Select(_ => dice.Falls(0.3) ? 1 : 0.5 + (5 * dice.Roll()))];
            var reds = Enumerable
                .Range(0, 1 + dice.Below(4))
                .Select(_ => Enumerable.Range(0, priors.Length).Where(_ => dice.Falls(0.5)).ToRow())
                .Where(set => set.Count > 0)
                .DistinctBy(set => string.Join(',', set))
                .Select(set => new Observation(set, 1))
                .ToList();
            const double Flake = 0.02;

            var posterior = new Posterior(priors.Length, pull => Pointing.Weigh(priors[pull], ratios[pull]), reds, Flake);

            for (var pull = 0; pull < priors.Length; pull++)
            {
                Assert.Equal(Bad(priors, ratios, reds, Flake, pull), posterior.Bad(pull), 1e-9);
            }
        }
    }

    [Fact]
    public void Several_failures_at_one_place_are_one_piece_of_evidence()
    {
        Assert.Equal(3, Pointing.Join(3, 3));
        Assert.Equal(3, Pointing.Join(0.5, 3));
        Assert.Equal(0.5, Pointing.Join(0.5, 0.5));
    }

    /// <summary>
    /// The weight of a world is that of its members, of what was red in it, and of the place: each that is bad makes the place so much
    /// likelier.
    /// </summary>
    private static double Bad(double[] priors, double[] ratios, List<Observation> reds, double flake, int pull)
    {
        double bad = 0,
            all = 0;
        for (var world = 0; world < 1 << priors.Length; world++)
        {
            var weight = 1.0;
            for (var i = 0; i < priors.Length; i++)
            {
                weight *= (world >> i & 1) == 1 ? priors[i] * ratios[i] : 1 - priors[i];
            }

            weight = reds.Aggregate(weight, (sofar, red) => sofar * (red.Suspects.Any(suspect => (world >> suspect & 1) == 1) ? 1 : flake));
            all += weight;
            bad += (world >> pull & 1) == 1 ? weight : 0;
        }

        return bad / all;
    }
}
