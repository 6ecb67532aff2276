using System.Net;
using System.Net.Http.Headers;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Puts the caller's token on a request; once more with a new one when GitHub does not take it.</summary>
internal sealed class Signing(AppKey key, InstallationTokens tokens, TimeProvider clock, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var caller = request.By();
        if (caller.IsApp)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Token());
            return await base.SendAsync(request, cancellationToken);
        }

        var response = await SendAs(caller, null, request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
        {
            return response;
        }

        response.Dispose();
        return await SendAs(caller, request.Headers.Authorization?.Parameter, request, cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAs(Caller caller, string? refused, HttpRequestMessage request, CancellationToken stop)
    {
        switch (await tokens.For(caller.Installation, refused, stop))
        {
            case Answer<string>.Made(var token):
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                return await base.SendAsync(request, stop);
            case Answer<string>.Refused no:
                return Synthetic.Of(request, no.Status is 404 ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, no.Why);
            case Answer<string>.Later later:
                return Synthetic.NotBefore(request, later.Until, clock.GetUtcNow(), later.Why);
            default:
                throw new InvalidOperationException("no such answer");
        }
    }
}
