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
            var pulls = Enumerable.Range(1, 2 + dice.Below(9)).ToList();
            var priors = new SortedDictionary<int, double>(pulls.ToDictionary(pull => pull, _ => 0.001 + (0.5 * dice.Share())));
            var flake = 0.001 + (0.1 * dice.Share());
            var reds = Enumerable.Range(0, 1 + dice.Below(9)).Select(_ => Some(dice, pulls)).Where(red => red.Suspects.Count > 0)
                .DistinctBy(red => string.Join(',', red.Suspects)).ToList();
            var asked = Some(dice, pulls).Suspects;

            var posterior = new Posterior(priors, reds, flake);

            var worlds = Worlds(priors, reds, flake);
            Assert.Equal(Brute(worlds, priors, asked), posterior.Good(asked), 1e-9);
            Assert.All(pulls, pull => Assert.Equal(1 - Brute(worlds, priors, [pull]), posterior.Bad(pull), 1e-9));
        }
    }

    [Theory]
    [InlineData(0.02, 0.67)]
    [InlineData(0.3, 0.98)]
    public void A_lone_red_pull_is_blamed_by_what_was_expected_of_it(double prior, double expected) =>
        Assert.Equal(expected, Of(new() { [1] = prior }, 0.01, new Observation([1], 1)).Bad(1), 0.01);

    [Fact]
    public void Nothing_is_lost_to_cancellation_when_many_sets_failed_often()
    {
        var priors = new SortedDictionary<int, double>(Enumerable.Range(1, 10).ToDictionary(pull => pull, _ => 0.002));
        var reds = Enumerable.Range(1, 9).Select(pull => new Observation([pull, pull + 1], 3)).ToArray();

        var posterior = Of(priors, 0.004, reds);

        Assert.Equal(Brute(priors, reds, 0.004, [1]), posterior.Good([1]), 1e-9);
        Assert.InRange(posterior.Good([1, 2]), 0, posterior.Good([1]));
    }

    [Fact]
    public void Pulls_outside_every_red_set_keep_their_priors()
    {
        var posterior = Of(new() { [1] = 0.1, [2] = 0.2, [3] = 0.3 }, 0.01, new Observation([1], 1));

        Assert.Equal(0.8 * 0.7, posterior.Good([2, 3]), 1e-12);
        Assert.False(posterior.Suspects(2));
    }

    [Fact]
    public void A_set_beyond_the_cap_still_bounds_what_holds_it()
    {
        var all = Enumerable.Range(1, 12).ToRow();
        var priors = new SortedDictionary<int, double>(all.ToDictionary(pull => pull, _ => 0.05));
        var pairs = Enumerable.Range(1, 11).Select(pull => new Observation([pull, pull + 1], 1));

        var posterior = new Posterior(priors, [.. pairs, new Observation(all, 5)], 0.01);

        var good = Math.Pow(0.95, 12) * Math.Pow(0.01, 5);
        Assert.InRange(posterior.Good(all), 0, good / (good + 1 - Math.Pow(0.95, 12)));
    }

    private static Posterior Of(SortedDictionary<int, double> priors, double flake, params Observation[] reds) => new(priors, reds, flake);

    private static Observation Some(Dice dice, List<int> pulls) => new(pulls.Where(_ => dice.Falls(0.4)).ToRow(), 1 + dice.Below(3));

    private static double Brute(SortedDictionary<int, double> priors, IEnumerable<Observation> reds, double flake, Row<int> asked) =>
        Brute(Worlds(priors, reds, flake), priors, asked);

    private static double Brute(double[] worlds, SortedDictionary<int, double> priors, Row<int> asked)
    {
        var mask = Mask(priors, asked);
        return worlds.Where((_, bad) => (bad & mask) == 0).Sum() / worlds.Sum();
    }

    /// <summary>The weight of every set of bad pulls.</summary>
    private static double[] Worlds(SortedDictionary<int, double> priors, IEnumerable<Observation> reds, double flake)
    {
        var chances = priors.Values.ToArray();
        var seen = reds.Select(red => (Mask: Mask(priors, red.Suspects), Flake: Math.Pow(flake, red.Times))).ToArray();
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
                worlds[bad] *= (bad & red.Mask) == 0 ? red.Flake : 1;
            }
        }

        return worlds;
    }

    private static int Mask(SortedDictionary<int, double> priors, Row<int> pulls) =>
        priors.Keys.Select((pull, index) => pulls.Contains(pull) ? 1 << index : 0).Sum();
}
