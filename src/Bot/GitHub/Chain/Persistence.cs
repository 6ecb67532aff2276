using System.Net;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// Asks again, twice, where a read failed by no fault of ours. Writes are left to the next turn, which first looks whether they were made;
/// and all is while the breaker is open.
/// </summary>
internal sealed class Persistence(Outages outages, TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode < HttpStatusCode.InternalServerError || IsLast(request, attempt))
                {
                    return response;
                }

                response.Dispose();
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException or IOException && !IsLast(request, attempt))
            {
                // The next attempt tells, or its fault goes up.
            }

            await Task.Delay(Pauses[attempt], clock, cancellationToken);
        }
    }

    private bool IsLast(HttpRequestMessage request, int attempt) =>
        attempt == Pauses.Length || !request.IsRead() || outages.IsOpen(request.By().Installation);
}
