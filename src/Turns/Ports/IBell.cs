using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>Makes subjects look again. The same subject twice is once; a lost ring is repaired by the sweep.</summary>
public interface IBell
{
    /// <summary>As soon as may be.</summary>
    Task Ring(IReadOnlyCollection<Subject> subjects, CancellationToken stop);

    /// <summary>Once at a time: replaces the subject's alarm; null takes it away.</summary>
    Task SetAlarm(Subject subject, DateTimeOffset? at, CancellationToken stop);
}
