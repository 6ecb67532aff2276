using System.Net;

namespace Sluice.Bot.Tests.Notifying;

/// <summary>Where channels lead: it takes what comes, unless it is told to refuse.</summary>
internal sealed class Inbox : HttpMessageHandler
{
    public HttpStatusCode Answers { get; set; } = HttpStatusCode.OK;

    /// <summary>The host that takes nothing, whatever the others do.</summary>
    public string? Dead { get; set; }

    /// <summary>How often anybody tried.</summary>
    public int Tries { get; private set; }

    public List<(Uri To, string Body, Dictionary<string, string> Headers)> Taken { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Tries++;
        if (request.RequestUri!.Host == Dead)
        {
            return new HttpResponseMessage(HttpStatusCode.BadGateway);
        }

        if (Answers == HttpStatusCode.OK)
        {
            Taken.Add(
                (request.RequestUri!, body, request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value)))
            );
        }

        return new HttpResponseMessage(Answers);
    }
}
