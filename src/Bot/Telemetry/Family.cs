namespace Sluice.Bot.Telemetry;

/// <summary>A metric as Prometheus knows it.</summary>
/// <param name="Type">counter, gauge or histogram.</param>
internal sealed record Family(string Name, string Type, string Help, IReadOnlyList<Sample> Samples)
{
    public static Family Gauge(string name, string help, params IReadOnlyList<Sample> samples) => new(name, "gauge", help, samples);
}

/// <param name="Suffix">Of the name, such as <c>_bucket</c>.</param>
internal sealed record Sample(string Suffix, IReadOnlyList<(string Name, string Value)> Labels, double Value)
{
    public static Sample Of(double value, params IReadOnlyList<(string Name, string Value)> labels) => new("", labels, value);
}
