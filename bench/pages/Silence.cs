using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bench.Pages;

/// <summary>Nobody takes a turn here.</summary>
internal sealed class Silence : IBell
{
    public Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop) => Task.CompletedTask;

    public Task SetAlarm(Subject subject, DateTimeOffset? at, CancellationToken stop) => Task.CompletedTask;
}
