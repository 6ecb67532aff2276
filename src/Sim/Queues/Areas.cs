using System.Globalization;
using Sluice.Flow;
using Sluice.Hub.Model;

namespace Sluice.Sim.Queues;

/// <summary>
/// Which areas of a repository a pull touches: one, often a second, seldom a third, out of so many that two pulls meet as often as asked
/// for.
/// </summary>
internal sealed record Areas(int Count)
{
    private const double Another = 0.3;

    public static Areas Of(double overlap)
    {
        var count = 1;
        while (count < 1000 && Meeting(count + 1) >= overlap)
        {
            count++;
        }

        return new Areas(Math.Abs(Meeting(count) - overlap) <= Math.Abs(Meeting(count + 1) - overlap) ? count : count + 1);
    }

    public Row<string> Throw(Dice dice)
    {
        var touched = new SortedSet<int> { dice.Between(0, Count) };
        for (var i = 0; i < 2 && dice.Chance(Another); i++)
        {
            touched.Add(dice.Between(0, Count));
        }

        return touched.Select(area => string.Create(CultureInfo.InvariantCulture, $"area{area}")).ToRow();
    }

    /// <summary>P(two pulls share an area), reckoned as if all areas of a pull were different.</summary>
    private static double Meeting(int count)
    {
        double[] sizes = [1 - Another, Another * (1 - Another), Another * Another];
        var apart = 0.0;
        for (var i = 0; i < sizes.Length; i++)
        {
            for (var j = 0; j < sizes.Length; j++)
            {
                apart += sizes[i] * sizes[j] * Math.Pow(Math.Max(0, 1 - ((j + 1.0) / count)), i + 1);
            }
        }

        return 1 - apart;
    }
}
