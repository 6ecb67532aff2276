using System.Collections.Concurrent;

namespace Sluice.Hub.Rest;

/// <summary>A request that was answered. Operation is the route's pattern; Who a login, "app:slug" or "anonymous".</summary>
public sealed record LoggedRequest(
    DateTimeOffset At, string Method, string Path, string? Operation, int Status, string Who, long? Installation, bool IsContent)
{
    /// <summary>A GraphQL request that asks and changes nothing.</summary>
    public bool IsQuery { get; init; }

    /// <summary>What a GraphQL request asks for at once, or changes; 1: it is not GraphQL.</summary>
    public int Fields { get; init; } = 1;
}

/// <summary>Every request to the API and to git, in the order of their answers.</summary>
public sealed class RequestLog
{
    private readonly ConcurrentQueue<LoggedRequest> _entries = new();

    public IReadOnlyCollection<LoggedRequest> Entries => _entries;

    public void Add(LoggedRequest entry) => _entries.Enqueue(entry);
}
