using System.Collections.Concurrent;

namespace Sluice.Hub.Rest;

/// <summary>A request that was answered. Operation is the route's pattern; Who a login, "app:slug" or "anonymous".</summary>
public sealed record LoggedRequest(
    DateTimeOffset At,
    string Method,
    string Path,
    string? Operation,
    int Status,
    string Who,
    long? Installation,
    bool IsContent
)
{
    /// <summary>A GraphQL request that asks and changes nothing.</summary>
    public bool IsQuery { get; init; }

    /// <summary>What a GraphQL request asks for at once, or changes; 1: it is not GraphQL.</summary>
    public int Fields { get; init; } = 1;
}

/// <summary>The requests to the API and to git, in the order of their answers: the newest, where more came than are kept.</summary>
public sealed class RequestLog(int kept)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<LoggedRequest> _entries = new();
    private int _gone;

    public IReadOnlyCollection<LoggedRequest> Entries => _entries;

    public void Add(LoggedRequest entry)
    {
        lock (_gate)
        {
            _entries.Enqueue(entry);
            if (_entries.Count > kept && _entries.TryDequeue(out _))
                _gone++;
        }
    }

    /// <summary>Those that came after the first so many, as far as they are still kept.</summary>
    public IReadOnlyCollection<LoggedRequest> Since(int first)
    {
        lock (_gate)
            return [.. _entries.Skip(first - _gone)];
    }
}
