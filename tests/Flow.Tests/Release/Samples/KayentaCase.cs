using System.Globalization;
using System.Text.Json;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Tests.Release.Samples;

/// <summary>One of Kayenta's own cases.</summary>
internal sealed class KayentaCase(JsonElement json)
{
    private static readonly JsonElement[] All =
    [
        .. JsonDocument.Parse(Sample.Text("Release/Samples/kayenta_cases.json")).RootElement.GetProperty("cases").EnumerateArray(),
    ];

    public JsonElement Expected => json.GetProperty("expected");

    public JsonElement Parameters => json.GetProperty("params");

    public Row<double> Experiment => Numbers(json.GetProperty("experiment"));

    public Row<double> Control => Numbers(json.GetProperty("control"));

    public static TheoryData<string> Names(params string[] kinds) =>
        [.. All.Where(each => kinds.Contains(each.GetProperty("kind").GetString())).Select(each => each.GetProperty("name").GetString()!)];

    public static int Count => All.Length;

    public static KayentaCase Named(string name) => new(All.Single(each => each.GetProperty("name").GetString() == name));

    public SampledMetric Metric() =>
        new("metric", Experiment, Control)
        {
            Direction = Enum.Parse<Direction>(json.GetProperty("direction").GetString()!, true),
            Nan = Enum.Parse<NanStrategy>(Word("nanStrategy", "remove"), true),
            Critical = Parameters.GetProperty("isCriticalMetric").GetBoolean(),
            Required = Parameters.GetProperty("isDataRequired").GetBoolean(),
            Statistic = Word("classifier", "") == "MeanInequalityClassifier" ? Statistic.Mean : Statistic.MannWhitney,
            Tolerance = Number("tolerance", 0.25),
            Confidence = Number("confLevel", 0.98),
            Measure = Word("effectSizeMeasure", "meanRatio") == "cles" ? EffectMeasure.Cles : EffectMeasure.MeanRatio,
            Allowed = Limits("effectSizeThresholds_decrease_increase"),
            CriticalEffect = Limits("criticalThresholds_decrease_increase"),
        };

    public double Number(string name, double usual) => Parameters.TryGetProperty(name, out var value) ? value.GetDouble() : usual;

    public string Word(string name, string usual) => Parameters.TryGetProperty(name, out var value) ? value.GetString()! : usual;

    public double Expects(string name) => Expected.GetProperty(name).GetDouble();

    /// <summary>How far off an expected number may be; its own tests do not ask for more.</summary>
    public double Within(double usual) => Expected.TryGetProperty("tolerance", out var value) ? Math.Max(value.GetDouble(), 1e-12) : usual;

    public static Row<double> Numbers(JsonElement list) =>
        list.EnumerateArray()
            .Select(each =>
                each.ValueKind == JsonValueKind.String ? double.Parse(each.GetString()!, CultureInfo.InvariantCulture) : each.GetDouble()
            )
            .ToRow();

    private EffectLimits? Limits(string name) =>
        Parameters.TryGetProperty(name, out var pair) ? new EffectLimits(pair[0].GetDouble(), pair[1].GetDouble()) : null;
}
