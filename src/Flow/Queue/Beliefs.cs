namespace Sluice.Flow.Queue;

/// <summary>What is believed of each pull: its prior, weighed by what the places of failures say of it.</summary>
internal sealed class Beliefs(Sight sight, Roll roll)
{
    /// <summary>As a ratio of each pull's odds; zero: nothing.</summary>
    private readonly double[] _told = new double[roll.Known];

    /// <param name="reds">By places, ascending.</param>
    public Posterior From(List<Observation> reds, Func<int, bool> isProven)
    {
        Array.Clear(_told);
        foreach (var one in reds.SelectMany(red => red.Pointed))
        {
            _told[one.Number] = _told[one.Number] > 0 ? Pointing.Join(_told[one.Number], one.Ratio) : one.Ratio;
        }

        return new(roll.Known, Prior, Riders.LeaveOut(reds, roll.Known, isProven, Prior, sight.Flake, sight.Knobs.Negligible), sight.Flake);
    }

    private double Prior(int place)
    {
        var prior = place < roll.Count ? Priors.Of(sight.Pulls[place], sight.PairRate, sight.Harshness) : Priors.Stranger;
        return _told[place] > 0 ? Pointing.Weigh(prior, _told[place]) : prior;
    }
}
