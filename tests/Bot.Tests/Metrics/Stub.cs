using System.Collections.Concurrent;
using System.Web;

namespace Sluice.Bot.Tests.Metrics;

/// <summary>A source of metrics that answers as it is told; null: it never answers.</summary>
internal sealed class Stub(Func<string, HttpResponseMessage>? answer) : HttpMessageHandler
{
    public ConcurrentBag<(string Method, string Address, string Time)> Requests { get; } = [];

    public ConcurrentBag<string> Queries { get; } = [];

    public ConcurrentBag<string?> Tokens { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken));
        Requests.Add((request.Method.Method, request.RequestUri!.AbsoluteUri, form["time"]!));
        Queries.Add(form["query"]!);
        Tokens.Add(request.Headers.Authorization?.ToString());
        if (answer is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return answer!(form["query"]!);
    }
}

/// <summary>A clock on which every alarm goes off at once.</summary>
internal sealed class Impatient : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
