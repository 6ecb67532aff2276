using System.Collections.Concurrent;
using Sluice.Bot.Operating;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// Waits for a request's turn rather than having it refused; where that would take too long, answers in GitHub's place when to ask again.
/// </summary>
internal sealed class RateBudget(RateLimits limits, TimeProvider clock, HttpMessageHandler inner, Pulse? pulse = null)
    : DelegatingHandler(inner)
{
    private readonly ConcurrentDictionary<Caller, Purse> _purses = new();

    public IReadOnlyList<RateReading> Readings() =>
        [.. _purses.OrderBy(each => each.Key.Installation).SelectMany(each => each.Value.Readings(each.Key.ToString(), clock.GetUtcNow()))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var purse = _purses.GetOrAdd(request.By(), _ => new Purse(limits));
        await purse.Doors.WaitAsync(cancellationToken);
        try
        {
            var asked = clock.GetUtcNow();
            for (var now = asked; ; now = clock.GetUtcNow())
            {
                if (IsOld(request))
                {
                    return Synthetic.NotBefore(request, now, now, Pulse.Says);
                }

                var (opens, why) = purse.Enter(request, now);
                if (opens <= now)
                {
                    return await Send(purse, request, cancellationToken);
                }

                if (opens > asked + limits.Wait)
                {
                    return Synthetic.NotBefore(request, opens, now, $"{why} for {request.By()}");
                }

                await Task.Delay(opens - now, clock, cancellationToken);
            }
        }
        finally
        {
            purse.Doors.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var purse in _purses.Values)
        {
            purse.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Whether it would write what was asked for before the process stood still.</summary>
    private bool IsOld(HttpRequestMessage request) =>
        pulse is not null && !request.IsRead() && request.Options.TryGetValue(Marks.Stops, out var then) && then != pulse.Stops;

    private async Task<HttpResponseMessage> Send(Purse purse, HttpRequestMessage request, CancellationToken stop)
    {
        var response = await base.SendAsync(request, stop);
        purse.Learn(request, response, clock.GetUtcNow());
        if (await Refusal.IsLimit(response, stop))
        {
            purse.Shut(response, clock.GetUtcNow());
        }

        return response;
    }
}
