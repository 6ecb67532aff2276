using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>The names that OpenTelemetry gave its settings: who sets them for one program means this one, too.</summary>
internal static class TraceReader
{
    private const string Root = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Traces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Headers = "OTEL_EXPORTER_OTLP_HEADERS";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string Service = "OTEL_SERVICE_NAME";

    public static IReadOnlyList<string> Keys { get; } = [Root, Traces, Headers, Protocol, Service];

    /// <returns>Null: nobody is told.</returns>
    public static TraceSettings? Read(Asking ask)
    {
        if (
            (ask.Url(Traces) ?? (ask.Root(Root) is { } root ? new Uri($"{root.AbsoluteUri.TrimEnd('/')}/v1/traces") : null))
            is not { } endpoint
        )
        {
            return null;
        }

        if (ask.Text(Protocol) is { } protocol and not "http/protobuf")
        {
            ask.Fault(Protocol, $"'{protocol}' is not spoken: http/protobuf is, which collectors listen to at port 4318.");
        }

        var headers = new List<TraceHeader>();
        foreach (var pair in (ask.Text(Headers) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (pair.Split('=', 2) is [{ Length: > 0 } name, var value])
            {
                headers.Add(new(name.Trim(), Uri.UnescapeDataString(value.Trim())));
            }
            else
            {
                ask.Fault(Headers, "it is no list of NAME=VALUE with commas between them."); // not shown: it may be a key
            }
        }

        return new(endpoint, ask.Text(Service) ?? "sluice", headers.ToRow());
    }
}
