using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Files;

/// <summary>
/// Reads one metric. Which kind it is may be said after its other keys, so that those of both are read, and then held against the kind.
/// </summary>
internal static class MetricFields
{
    private static readonly string[] OfBoth = ["name", "kind", "critical", "weight"];
    private static readonly string[] OfCounts = ["deflate", "ticks", "trouble", "check", "state", "usual", "usual_exposure"];
    private static readonly string[] OfSamples =
    [
        "experiment",
        "control",
        "direction",
        "nan",
        "groups",
        "tolerance",
        "confidence",
        "effect",
        "allowed",
        "critical_effect",
        "required",
        "outliers",
        "statistic",
        "roots",
        "muted",
    ];

    private static readonly (string Text, CheckState? Value)[] States =
    [
        ("missing", null),
        ("queued", CheckState.Queued),
        ("in_progress", CheckState.Running),
        ("success", CheckState.Success),
        ("neutral", CheckState.Neutral),
        ("skipped", CheckState.Skipped),
        ("failure", CheckState.Failure),
        ("timed_out", CheckState.TimedOut),
        ("cancelled", CheckState.Cancelled),
        ("action_required", CheckState.ActionRequired),
        ("startup_failure", CheckState.StartupFailure),
        ("stale", CheckState.Stale),
    ];

    private static readonly string[] Known = [.. OfBoth, .. OfCounts, .. OfSamples];

    public static FileMetric Read(ref Cursor cursor)
    {
        var (seen, offsets) = (new List<string>(), new List<long>());
        var counts = new Measured("", []);
        var samples = new SampledMetric("", [], []);
        bool? isSamples = null;
        double? exposure = null;
        var begin = cursor.Offset;
        cursor.Object("a metric");
        while (cursor.Key(seen, Known) is { } key)
        {
            offsets.Add(cursor.Offset);
            switch (key)
            {
                case "name":
                    var name = cursor.Text("a metric's name");
                    (counts, samples) = (counts with { Name = name }, samples with { Name = name });
                    break;
                case "kind":
                    isSamples = cursor.Word("kind", ("counts", false), ("samples", true));
                    break;
                case "critical":
                    var critical = cursor.Flag(key);
                    (counts, samples) = (counts with { Critical = critical }, samples with { Critical = critical });
                    break;
                case "weight":
                    var weight = cursor.Number("weight is a number above 0, at most 1000", number => number is > 0 and <= 1000);
                    (counts, samples) = (counts with { Weight = weight }, samples with { Weight = weight });
                    break;
                case "deflate":
                    counts = counts with { Deflate = cursor.Flag(key) };
                    break;
                case "trouble":
                    counts = counts with { Trouble = cursor.Text("trouble, which says why a source does not answer,") };
                    break;
                case "check":
                    counts = counts with
                    {
                        Gate = new Gate(cursor.Text("check, the name of a check run or commit status,"), counts.Gate?.State),
                    };
                    break;
                case "state":
                    counts = counts with { Gate = new Gate(counts.Gate?.Check ?? "", cursor.Word(key, States)) };
                    break;
                case "usual":
                    counts = counts with
                    {
                        Usual = new Usual(
                            cursor.Number(
                                "usual, the baseline's events in one tick before the canary, is a number above 0",
                                number => number > 0
                            )
                        ),
                    };
                    break;
                case "usual_exposure":
                    exposure = cursor.Number(
                        "usual_exposure, the baseline's requests in one tick before the canary, is a number above 0",
                        number => number > 0
                    );
                    break;
                case "ticks":
                    counts = counts with { Ticks = TickFields.Read(ref cursor) };
                    break;
                default:
                    samples = SampleFields.Read(ref cursor, key, samples);
                    break;
            }
        }

        counts = counts with { Usual = counts.Usual is { } usual ? usual with { Exposure = exposure } : null };
        return counts.Name.Length == 0 ? throw new Malformed(begin, "a metric has a \"name\"")
            : isSamples == true ? Samples(samples, seen, offsets, begin)
            : Counts(counts, seen, offsets, begin);
    }

    /// <summary>How a check stands, as GitHub spells it.</summary>
    public static string Word(CheckState? state) => Array.Find(States, each => each.Value == state).Text;

    private static FileMetric.Counts Counts(Measured counts, List<string> seen, List<long> offsets, long begin)
    {
        var foreign = seen.FindIndex(OfSamples.Contains);
        return foreign >= 0
                ? throw new Malformed(offsets[foreign], $"\"{seen[foreign]}\" belongs to a metric of \"kind\":\"samples\"; this one counts")
            : counts.Gate is not null
            && (!seen.Contains("check") || !seen.Contains("state") || seen.Contains("ticks") || counts.Trouble is not null)
                ? throw new Malformed(
                    begin,
                    $"\"{counts.Name}\" is a check, which has \"check\" and \"state\", and no \"ticks\" or \"trouble\""
                )
            : counts.Gate is null && !seen.Contains("ticks") && counts.Trouble is null
                ? throw new Malformed(begin, $"\"{counts.Name}\" has no \"ticks\"")
            : new FileMetric.Counts(counts);
    }

    private static FileMetric.Samples Samples(SampledMetric samples, List<string> seen, List<long> offsets, long begin)
    {
        var foreign = seen.FindIndex(OfCounts.Contains);
        return foreign >= 0
                ? throw new Malformed(offsets[foreign], $"\"{seen[foreign]}\" belongs to a metric that counts; this one has samples")
            : !seen.Contains("experiment") || !seen.Contains("control")
                ? throw new Malformed(begin, $"\"{samples.Name}\" has no \"experiment\" and \"control\"")
            : new FileMetric.Samples(samples);
    }
}
