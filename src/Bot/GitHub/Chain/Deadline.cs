namespace Sluice.Bot.GitHub.Chain;

/// <summary>An end to each single request. It stands lowest: waiting for one's turn is no fault of GitHub's.</summary>
internal sealed class Deadline(TimeSpan longest, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <exception cref="TimeoutException">No whole answer in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(either.Token);
            return response;
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"GitHub did not answer within {longest.TotalSeconds:0} s");
        }
    }
}
