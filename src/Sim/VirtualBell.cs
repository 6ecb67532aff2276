using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim;

/// <summary>Rings and alarms in virtual time: a subject that is rung twice waits once, an alarm replaces the one before.</summary>
public sealed class VirtualBell(TimeProvider clock) : IBell
{
    private readonly List<Subject> _rung = [];
    private readonly SortedDictionary<string, (Subject Subject, DateTimeOffset At)> _alarms = new(StringComparer.Ordinal);

    public DateTimeOffset? NextAlarm => _alarms.Count == 0 ? null : _alarms.Values.Min(alarm => alarm.At);

    public Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop)
    {
        _rung.AddRange(subjects.Where(subject => !_rung.Contains(subject)));
        return Task.CompletedTask;
    }

    public Task SetAlarm(Subject subject, DateTimeOffset? at, CancellationToken stop)
    {
        if (at is { } due)
        {
            _alarms[subject.Key] = (subject, due);
        }
        else
        {
            _alarms.Remove(subject.Key);
        }

        return Task.CompletedTask;
    }

    /// <summary>Whose turn it is now, drawn among those who were rung; null: nobody's.</summary>
    public Subject? Next(Dice dice)
    {
        var now = clock.GetUtcNow();
        foreach (var due in _alarms.Values.Where(alarm => alarm.At <= now).ToList())
        {
            _alarms.Remove(due.Subject.Key);
            if (!_rung.Contains(due.Subject))
            {
                _rung.Add(due.Subject);
            }
        }

        if (_rung.Count == 0)
        {
            return null;
        }

        var next = _rung[dice.Between(0, _rung.Count)];
        _rung.Remove(next);
        return next;
    }

    /// <summary>Forgets everything, as when the whole process dies before it could keep it.</summary>
    public void Forget()
    {
        _rung.Clear();
        _alarms.Clear();
    }
}
