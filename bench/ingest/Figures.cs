namespace Sluice.Bench.Ingest;

/// <summary>Answers and how long they took.</summary>
internal sealed class Figures
{
    private readonly List<double> _milliseconds = [];

    private TimeSpan _time;

    public int Answered => _milliseconds.Count;

    public int Failed { get; private set; }

    public double PerSecond => (Answered - Failed) / _time.TotalSeconds;

    public static Figures Of(IEnumerable<Figures> parts, TimeSpan time)
    {
        var all = new Figures { _time = time };
        foreach (var part in parts)
        {
            all._milliseconds.AddRange(part._milliseconds);
            all.Failed += part.Failed;
        }

        all._milliseconds.Sort();
        return all;
    }

    public void Add(int status, TimeSpan took)
    {
        _milliseconds.Add(took.TotalMilliseconds);
        Failed += status is 200 or 202 ? 0 : 1;
    }

    public double Quantile(double part) =>
        _milliseconds.Count == 0 ? double.NaN : _milliseconds[Math.Min((int)(part * _milliseconds.Count), _milliseconds.Count - 1)];
}
