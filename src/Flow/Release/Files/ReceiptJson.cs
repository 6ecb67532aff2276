using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Files;

/// <summary>A receipt as JSON: its head, the input as a file of metrics, and the answer.</summary>
public static class ReceiptJson
{
    private const double Version = 1;

    public static string Write(Receipt receipt)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, AnswerJson.Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("receipt", Version);
            json.WriteString("repository", receipt.Repository);
            json.WriteString("environment", receipt.Environment);
            json.WriteString("canary", receipt.Canary);
            json.WriteString("sha", receipt.Sha.Hex);
            json.WriteString("previous", receipt.Previous.Hex);
            json.WriteStartArray("pulls");
            foreach (var pull in receipt.Pulls)
            {
                json.WriteNumberValue(pull);
            }

            json.WriteEndArray();
            json.WriteString("at", receipt.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture));
            json.WritePropertyName("input");
            Write(json, receipt.Input);
            json.WritePropertyName("answer");
            json.WriteRawValue(receipt.Said.AsSpan());
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <param name="json">UTF-8; spaces between its parts do not matter.</param>
    public static FileReading<Receipt> Read(ReadOnlySpan<byte> json) => MetricsReader.Read(json, static (ref cursor) => Read(ref cursor));

    private static Receipt Read(ref Cursor cursor)
    {
        var (seen, texts, pulls) = (new List<string>(), new SortedDictionary<string, string>(StringComparer.Ordinal), new List<int>());
        var (input, said) = ((MetricsFile?)null, (byte[]?)null);
        var begin = cursor.Fault(
            "this is no receipt: it has receipt, repository, environment, canary, sha, previous, pulls, at, input and answer"
        );
        cursor.Object("a receipt");
        while (
            cursor.Key(seen, "receipt", "repository", "environment", "canary", "sha", "previous", "pulls", "at", "input", "answer")
                is { } key
        )
        {
            switch (key)
            {
                case "receipt":
                    _ = cursor.Number("receipt is 1, the only version that there is", version => version == Version);
                    break;
                case "pulls":
                    cursor.List(key);
                    while (cursor.Item())
                    {
                        pulls.Add(
                            (int)
                                cursor.Number(
                                    "a pull request is a number",
                                    number => number is > 0 and <= int.MaxValue && number == Math.Floor(number)
                                )
                        );
                    }

                    break;
                case "input":
                    input = MetricsReader.File(ref cursor);
                    break;
                case "answer":
                    said = Compact(cursor.Raw());
                    break;
                default:
                    texts[key] = Checked(ref cursor, key);
                    break;
            }
        }

        return seen.Count < 10
            ? throw begin
            : new Receipt(
                texts["repository"],
                texts["environment"],
                texts["canary"],
                new Sha(texts["sha"]),
                new Sha(texts["previous"]),
                pulls.ToRow(),
                DateTimeOffset.Parse(texts["at"], CultureInfo.InvariantCulture),
                input!
            )
            {
                Said = said!.ToRow(),
            };
    }

    private static string Checked(ref Cursor cursor, string key)
    {
        var wrong = cursor.Fault($"{key} is {(key == "at" ? "a time" : "a commit")}");
        var text = cursor.Text(key);
        var fits = key switch
        {
            "sha" or "previous" => Sha.IsValid(text),
            "at" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        return fits ? text : throw wrong;
    }

    /// <summary>Without the spaces that a pretty printer put in; numbers keep their digits.</summary>
    private static byte[] Compact(ReadOnlySpan<byte> json)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var reader = new Utf8JsonReader(json);
        using (var writer = new Utf8JsonWriter(bytes, AnswerJson.Plain))
        using (var document = JsonDocument.ParseValue(ref reader))
        {
            document.RootElement.WriteTo(writer);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, MetricsFile input)
    {
        json.WriteStartObject();
        json.WriteNumber("alpha", input.Bounds.Alpha);
        json.WriteNumber("beta", input.Bounds.Beta);
        json.WriteNumber("tolerate", input.Bounds.Tolerate);
        json.WriteNumber("margin", input.Bounds.Margin);
        json.WriteStartArray("metrics");
        foreach (var metric in input.Metrics.OfType<FileMetric.Counts>())
        {
            Write(json, metric.Metric);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Measured metric)
    {
        json.WriteStartObject();
        json.WriteString("name", metric.Name);
        json.WriteBoolean("critical", metric.Critical);
        json.WriteNumber("weight", metric.Weight);
        json.WriteBoolean("deflate", metric.Deflate);
        if (metric.Trouble is not null)
        {
            json.WriteString("trouble", metric.Trouble);
        }

        if (metric.Gate is { } gate)
        {
            json.WriteString("check", gate.Check);
            json.WriteString("state", MetricFields.Word(gate.State));
            json.WriteEndObject();
            return;
        }

        if (metric.Usual is { } usual)
        {
            json.WriteNumber("usual", usual.Count);
            if (usual.Exposure is > 0 and var exposed)
            {
                json.WriteNumber("usual_exposure", exposed);
            }
        }

        json.WriteStartArray("ticks");
        foreach (var tick in metric.Ticks)
        {
            json.WriteStartObject();
            json.WriteNumber("canary", tick.Canary);
            json.WriteNumber("baseline", tick.Baseline);
            json.WriteNumber("share", tick.Share!.Value);
            if (tick.Exposure is { } exposure)
            {
                json.WriteNumber("exposure", exposure);
            }

            json.WriteString("stage", tick.Deployment);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
