using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>An answer as JSON: the same answer is the same bytes.</summary>
public static class AnswerJson
{
    internal static JsonWriterOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8, on one line.</summary>
    public static byte[] Of(Answer answer)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            Write(json, answer);
        }

        return bytes.WrittenSpan.ToArray();
    }

    internal static void Write(Utf8JsonWriter json, Answer answer)
    {
        json.WriteStartObject();
        json.WriteString("verdict", Word(answer.Verdict));
        json.WriteNumber("score", answer.Score);
        Evidence(json, answer.LogEHarm, answer.LogESafe, answer.Crossed);
        json.WriteStartArray("metrics");
        foreach (var metric in answer.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("name", metric.Name);
            json.WriteString("verdict", Word(metric.Verdict));
            Evidence(json, metric.LogEHarm, metric.LogESafe, metric.Crossed);
            json.WriteString("classification", Word(metric.Classification));
            json.WriteString("reason", metric.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The contract's word for a verdict.</summary>
    public static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();

    /// <summary>Kayenta's word for a class; null: none.</summary>
    public static string? Word(Class? found) => found == Class.NodataFail ? "NodataFailMetric" : found?.ToString();

    private static void Evidence(Utf8JsonWriter json, double? harm, double? safe, Crossing? crossed)
    {
        Number(json, "log_e_harm", harm);
        Number(json, "log_e_safe", safe);
        Number(json, "crossed_at", crossed?.Tick);
        json.WriteString("crossed", crossed?.Side.ToString().ToLowerInvariant());
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
