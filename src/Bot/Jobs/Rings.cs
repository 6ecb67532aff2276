using Sluice.Flow.Repo;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Who was rung, and is to be told to the scheduler. In a flood one turn is taken for many deliveries: who was told and is rung again and
/// again is told again after a rest, which is the longer the more often that was; everybody else is told at once.
/// </summary>
internal sealed class Rings
{
    /// <summary>
    /// For each ring of somebody who waited to be told already: fewer than a thousand in a second make no rest that lasts.
    /// </summary>
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private HashSet<Subject> _now = [],
        _later = [],
        _told = [];
    private int _repeats;
    private bool _rests;

    /// <returns>Whether somebody is to be told now.</returns>
    public bool Add(IEnumerable<Subject> subjects)
    {
        lock (_gate)
        {
            foreach (var subject in subjects)
            {
                _repeats += (_rests && _told.Contains(subject) ? _later : _now).Add(subject) ? 0 : 1;
            }

            return _now.Count > 0;
        }
    }

    /// <summary>Whoever is to be told now.</summary>
    public IReadOnlySet<Subject> Take()
    {
        lock (_gate)
        {
            var taken = _now;
            _now = [];
            if (_rests)
            {
                _told.UnionWith(taken);
            }
            else
            {
                _told = taken;
            }

            return taken;
        }
    }

    /// <summary>Begins a rest for those who were taken last, if they were rung so often that they need one.</summary>
    /// <returns>How long; none: zero.</returns>
    public TimeSpan Rest()
    {
        lock (_gate)
        {
            var rest = _repeats * Each < Longest ? _repeats * Each : Longest;
            (_repeats, _rests) = (0, rest > TimeSpan.Zero);
            return rest;
        }
    }

    /// <summary>The rest is over: who was rung in it is to be told now.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _now.UnionWith(_later);
            (_later, _told, _rests) = ([], [], false);
        }
    }
}
