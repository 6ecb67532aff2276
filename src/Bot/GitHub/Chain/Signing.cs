using System.Net;
using System.Net.Http.Headers;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Puts the caller's token on a request; once more with a new one when GitHub does not take it.</summary>
internal sealed class Signing(AppKey key, InstallationTokens tokens, TimeProvider clock, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

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
        response = await SendAs(caller, request.Headers.Authorization?.Parameter, request, cancellationToken);
        return response.StatusCode == HttpStatusCode.Unauthorized ? await NotTaken(response, request, cancellationToken) : response;
    }

    /// <summary>A new one may not be known everywhere yet. What was asked for was neither done nor refused.</summary>
    private async Task<HttpResponseMessage> NotTaken(HttpResponseMessage response, HttpRequestMessage request, CancellationToken stop)
    {
        using (response)
        {
            var (words, now) = (Judging.Words(await response.Content.ReadAsStringAsync(stop)), clock.GetUtcNow());
            return Synthetic.NotBefore(request, now + AMinute, now, $"GitHub does not take a new token of {request.By()}: {words}");
        }
    }

    private async Task<HttpResponseMessage> SendAs(Caller caller, string? refused, HttpRequestMessage request, CancellationToken stop)
    {
        switch (await tokens.For(caller.Installation, refused, stop))
        {
            case Answer<string>.Made(var token):
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                return await base.SendAsync(request, stop);
            case Answer<string>.Later later:
                return Synthetic.NotBefore(request, later.Until, clock.GetUtcNow(), later.Why);
            default:
                throw new InvalidOperationException("no such answer");
        }
    }
}
