using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

public sealed class PosteriorTests
{
    [Fact]
    public void It_agrees_with_brute_force_over_all_subsets()
    {
        var dice = new Dice(7);
        for (var round = 0; round < 150; round++)
        {
            var pulls = Enumerable.Range(0, 2 + dice.Below(11)).ToList();
            double[] priors = [.. pulls.Select(_ => 0.001 + (0.5 * dice.Roll()))];
            var flake = 0.001 + (0.1 * dice.Roll());
            var reds = Enumerable
                .Range(0, 1 + dice.Below(9))
                .Select(_ => Some(dice, pulls))
                .Where(red => red.Suspects.Count > 0)
                .DistinctBy(red => string.Join(',', red.Suspects))
                .ToList();
            var asked = Some(dice, pulls).Suspects;

            var posterior = Of(priors, flake, [.. reds]);

            var worlds = Worlds(priors, reds, flake);
            Assert.Equal(Brute(worlds, asked), posterior.Good(asked), 1e-9);
            Assert.All(pulls, pull => Assert.Equal(1 - Brute(worlds, [pull]), posterior.Bad(pull), 1e-9));
        }
    }

    [Fact]
    public void Beyond_what_is_reckoned_exactly_it_stays_close_to_brute_force()
    {
        var dice = new Dice(11);
        var off = new List<double>();
        for (var round = 0; round < 60; round++)
        {
            double[] priors = [.. Enumerable.Range(0, 12).Select(_ => 0.01 + (0.1 * dice.Roll()))];
            var reds = Enumerable
                .Range(0, 14)
                .Select(_ => Some(dice, [.. Enumerable.Range(0, 12).Where(_ => dice.Falls(0.5))]))
                .Where(red => red.Suspects.Count > 0)
                .DistinctBy(red => string.Join(',', red.Suspects))
                .ToArray();

            var posterior = Of(priors, 0.05, reds);

            var worlds = Worlds(priors, reds, 0.05);
            off.AddRange(Enumerable.Range(0, 12).Select(pull => Math.Abs(1 - Brute(worlds, [pull]) - posterior.Bad(pull))));
        }

        Assert.InRange(off.Average(), 0, 0.06);
    }

    [Theory]
    [InlineData(0.02, 0.67)]
    [InlineData(0.3, 0.98)]
    public void A_lone_red_pull_is_blamed_by_what_was_expected_of_it(double prior, double expected) =>
        Assert.Equal(expected, Of([prior], 0.01, new Observation([0], 1)).Bad(0), 0.01);

    [Fact]
    public void Nothing_is_lost_to_cancellation_when_many_sets_failed_often()
    {
        double[] priors = [.. Enumerable.Repeat(0.002, 10)];
        var reds = Enumerable.Range(0, 9).Select(pull => new Observation([pull, pull + 1], 3)).ToArray();

        var posterior = Of(priors, 0.004, reds);

        Assert.Equal(Brute(Worlds(priors, reds, 0.004), [1]), posterior.Good([1]), 1e-9);
        Assert.InRange(posterior.Good([1, 2]), 0, posterior.Good([1]));
    }

    [Fact]
    public void Pulls_outside_every_red_set_keep_their_priors()
    {
        var posterior = Of([0.1, 0.2, 0.3], 0.01, new Observation([0], 1));

        Assert.Equal(0.8 * 0.7, posterior.Good([1, 2]), 1e-12);
        Assert.False(posterior.Suspects(1));
    }

    [Fact]
    public void A_set_beyond_the_cap_still_bounds_what_holds_it()
    {
        var all = Enumerable.Range(0, 12).ToRow();
        double[] priors = [.. Enumerable.Repeat(0.05, 12)];
        var pairs = Enumerable.Range(0, 11).Select(pull => new Observation([pull, pull + 1], 1));

        var posterior = Of(priors, 0.01, [.. pairs, new Observation(all, 5)]);

        var good = Math.Pow(0.95, 12) * Math.Pow(0.01, 5);
        Assert.InRange(posterior.Good(all), 0, good / (good + 1 - Math.Pow(0.95, 12)));
    }

    [Fact]
    public void What_is_known_of_a_failure_outweighs_the_flake_rate()
    {
        var flaky = new Observation([0], 1) { Excuse = 0.5 };

        Assert.Equal(0.1 / (0.1 + (0.9 * 0.5)), Of([0.1], 0.01, flaky).Bad(0), 1e-12);
    }

    private static Posterior Of(double[] priors, double flake, params Observation[] reds) =>
        new(priors.Length, pull => priors[pull], reds, flake);

    private static Observation Some(Dice dice, List<int> pulls) => new(pulls.Where(_ => dice.Falls(0.4)).ToRow(), 1 + dice.Below(3));

    private static double Brute(double[] worlds, Row<int> asked)
    {
        var mask = Mask(asked);
        return worlds.Where((_, bad) => (bad & mask) == 0).Sum() / worlds.Sum();
    }

    /// <summary>The weight of every set of bad pulls.</summary>
    private static double[] Worlds(double[] chances, IEnumerable<Observation> reds, double flake)
    {
        var seen = reds.Select(red => (Mask: Mask(red.Suspects), Excuse: red.Excuse ?? Math.Pow(flake, red.Times))).ToArray();
        var worlds = new double[1 << chances.Length];
        for (var bad = 0; bad < worlds.Length; bad++)
        {
            worlds[bad] = 1;
            for (var index = 0; index < chances.Length; index++)
            {
                worlds[bad] *= (bad >> index & 1) == 1 ? chances[index] : 1 - chances[index];
            }

            foreach (var red in seen)
            {
                worlds[bad] *= (bad & red.Mask) == 0 ? red.Excuse : 1;
            }
        }

        return worlds;
    }

    private static int Mask(Row<int> pulls) => pulls.Sum(pull => 1 << pull);
}
