using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>Where traces go.</summary>
/// <param name="Endpoint">Of OTLP over HTTP, whole.</param>
/// <param name="Service">How this process is called there.</param>
public sealed record TraceSettings(Uri Endpoint, string Service, Row<TraceHeader> Headers)
{
    public override string ToString() => $"{Service} to {Endpoint}"; // a header may hold a key
}

/// <param name="Value">May be a secret.</param>
public sealed record TraceHeader(string Name, string Value)
{
    public override string ToString() => Name;
}
