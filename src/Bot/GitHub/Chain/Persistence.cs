using System.Net;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Asks again, twice, where a read failed by no fault of ours. Writes are left to the next turn, which first looks whether they were made.</summary>
internal sealed class Persistence(TimeProvider clock, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pauses = request.IsRead() ? Pauses : [];
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (response.StatusCode < HttpStatusCode.InternalServerError || attempt == pauses.Length)
                {
                    return response;
                }

                response.Dispose();
            }
            catch (Exception fault) when (fault is HttpRequestException or TimeoutException or IOException && attempt < pauses.Length)
            {
                // The next attempt tells, or its fault goes up.
            }

            await Task.Delay(pauses[attempt], clock, cancellationToken);
        }
    }
}
