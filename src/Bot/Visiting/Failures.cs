namespace Sluice.Bot.Visiting;

/// <summary>
/// Tokens of a minute that were none, by the address that sent them: GitHub shuts out an address, ours, from which too many come.
/// </summary>
internal sealed class Failures(TimeProvider clock)
{
    private const int OfOne = 30;

    /// <summary>Many addresses are no way around it.</summary>
    private const int OfAll = 300;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private DateTimeOffset _since;
    private int _all;

    public bool AreTooMany(string from)
    {
        lock (_gate)
        {
            Turn();
            return _all >= OfAll || _counts.GetValueOrDefault(from) >= OfOne;
        }
    }

    public void Add(string from)
    {
        lock (_gate)
        {
            Turn();
            _counts[from] = _counts.GetValueOrDefault(from) + 1;
            _all++;
        }
    }

    private void Turn()
    {
        var now = clock.GetUtcNow();
        if (now - _since > Window)
        {
            (_since, _all) = (now, 0);
            _counts.Clear();
        }
    }
}
