using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Bot.Tracing;

/// <summary>
/// What this process does itself, told soon after: nobody waits for it, and what a crash or a flood takes with it is lost.
/// </summary>
internal sealed partial class LiveSpans(Collector collector, TimeProvider clock, ILogger<LiveSpans> log) : BackgroundService
{
    private const int Room = 8_192;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Channel<Span> _waiting = Channel.CreateBounded<Span>(
        new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }
    );

    public void Add(Span span) => _waiting.Writer.TryWrite(span);

    /// <summary>Ids of a trace of its own.</summary>
    public static (string Trace, string Span) New() =>
        (ActivityTraceId.CreateRandom().ToHexString(), ActivitySpanId.CreateRandom().ToHexString());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Flush(stoppingToken);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Flush(CancellationToken.None); // at most ten seconds, as for any
        }
    }

    private async Task Flush(CancellationToken stop)
    {
        var spans = new List<Span>();
        while (spans.Count < Room && _waiting.Reader.TryRead(out var span))
        {
            spans.Add(span);
        }

        if (spans.Count > 0 && await collector.Send(spans, stop) is var brought and not Brought.Done)
        {
            Lost(log, spans.Count, brought is Brought.Later later ? later.Why : ((Brought.Refused)brought).Why);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} spans were lost: {Why}")]
    private static partial void Lost(ILogger log, int count, string why);
}
