using System.Globalization;
using System.Text;

namespace Sluice.Sim.Queues;

/// <summary>Where on a picture a time and a number of waiting ones are.</summary>
/// <param name="End">The last time shown, in seconds from the start.</param>
/// <param name="Most">The most that wait in it.</param>
internal sealed record Plot(int Left, int Right, int Top, int Bottom, double End, int Most)
{
    private const int Steepest = 6;

    private static readonly double[] Round = [1, 2, 5, 10];

    public double X(double at) => Left + ((Right - Left) * at / End);

    public double Y(double waiting) => Bottom - ((Bottom - Top) * waiting / Most);

    /// <summary>Round numbers from zero to a limit, at most six steps.</summary>
    public static IEnumerable<double> Ticks(double limit)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(limit / Steepest)));
        var step = power * Round.First(times => times * power * Steepest >= limit * (1 - 1e-9));
        for (var i = 0; i * step <= limit * (1 + 1e-9); i++)
        {
            yield return i * step;
        }
    }

    /// <summary>
    /// A level holds until the next. In each step of time that is shown, the most that waited: what a finer line would show as a spike is
    /// kept.
    /// </summary>
    public string Steps(Figures policy, int points)
    {
        var line = new StringBuilder();
        var (at, now, drawn) = (0, 0, -1);
        for (var step = 0; step <= points; step++)
        {
            var until = End * step / points;
            var peak = now;
            for (; at < policy.Levels.Count && policy.Levels[at].At <= until; at++)
            {
                now = policy.Levels[at].Waiting;
                peak = Math.Max(peak, now);
            }

            var isOver = at == policy.Levels.Count && now == 0;
            if (peak != drawn || isOver || step == points)
            {
                Add(until, drawn < 0 ? peak : drawn);
                Add(until, peak);
                drawn = peak;
            }

            if (isOver)
            {
                Add(until, 0);
                break;
            }
        }

        void Add(double time, int waiting) =>
            line.Append(CultureInfo.InvariantCulture, $"{(line.Length > 0 ? " " : "")}{X(time):0.#},{Y(waiting):0.#}");

        return line.ToString();
    }
}
