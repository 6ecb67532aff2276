using System.Net;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Tells the breakers what came of each request. It keeps none back: who can wait asks before.</summary>
internal sealed class Witness(Outages outages, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            outages.Heard(
                request.Concerns(),
                Through.Api,
                response.StatusCode is < HttpStatusCode.InternalServerError and not HttpStatusCode.RequestTimeout
            );
            return response;
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException or IOException)
        {
            outages.Heard(request.Concerns(), Through.Api, false);
            throw;
        }
    }
}
