using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tracing;

/// <summary>Brings spans to where traces are collected, by OTLP over HTTP.</summary>
/// <param name="network">Is disposed with it.</param>
internal sealed class Collector(TraceSettings tracing, HttpMessageHandler network, TimeProvider clock) : IDisposable
{
    /// <summary>In one request.</summary>
    private const int Most = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(network, disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = 64 * 1024,
    };

    private readonly IReadOnlyList<SpanTag> _resource =
    [
        new("service.name", tracing.Service),
        new(
            "service.version",
            typeof(Collector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? ""
        ),
        new("service.instance.id", string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}")),
    ];

    public void Dispose() => _http.Dispose();

    /// <summary>All of them, or none that is not to be sent again: what comes twice is the same span.</summary>
    public async Task<Brought> Send(IEnumerable<Span> spans, CancellationToken stop)
    {
        Brought brought = Brought.Well;
        foreach (var part in spans.Chunk(Most))
        {
            switch (await SendOne(part, stop))
            {
                case Brought.Later later:
                    return later;
                case Brought.Refused refused:
                    brought = refused;
                    break;
            }
        }

        return brought;
    }

    private async Task<Brought> SendOne(Span[] spans, CancellationToken stop)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, tracing.Endpoint)
        {
            Content = new ReadOnlyMemoryContent(Otlp.Request(_resource, spans))
            {
                Headers = { ContentType = new("application/x-protobuf") },
            },
        };
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Sluice", null));
        foreach (var header in tracing.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return response.StatusCode switch
            {
                _ when response.IsSuccessStatusCode => Brought.Well,
                HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => new Brought.Later($"it answered {(int)response.StatusCode}"),
                // The same again would be refused again.
                _ => new Brought.Refused(string.Create(CultureInfo.InvariantCulture, $"it answered {(int)response.StatusCode}")),
            };
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Brought.Later("no answer within ten seconds");
        }
        catch (HttpRequestException fault)
        {
            return new Brought.Later($"it could not be reached ({fault.HttpRequestError})");
        }
    }
}

/// <summary>What became of spans.</summary>
internal abstract record Brought
{
    private Brought() { }

    public static Brought Well { get; } = new Done();

    public sealed record Done : Brought;

    /// <summary>It will never take them.</summary>
    public sealed record Refused(string Why) : Brought;

    /// <summary>It may take them another time.</summary>
    public sealed record Later(string Why) : Brought;
}
