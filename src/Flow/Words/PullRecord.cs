using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>
/// The machine-readable record (contract, section 7), on one line. The writer escapes what could end a comment or a code block.
/// </summary>
public static partial class PullRecord
{
    public static string Json(Telling telling)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Write(json, telling);
        }

        // The writer turns <, >, & and ` into \u escapes, so "-->" cannot occur; the hyphens are for readers that end at "--" already.
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("--", "-\\u002d", StringComparison.Ordinal);
    }

    /// <summary>What is compared: the worth of a label grows with every outcome in the repository, and is no news of this pull.</summary>
    internal static string WithoutWorth(string text) => Worth().Replace(text, "");

    [GeneratedRegex("\"worth\":\"(?:[^\"\\\\\\n]|\\\\.)*\",")]
    private static partial Regex Worth();

    private static void Write(Utf8JsonWriter json, Telling telling)
    {
        var standing = telling.Standing;
        var unqueued = standing.State == PullState.Unqueued;
        json.WriteStartObject();
        json.WriteNumber("schema", 1);
        json.WriteNumber("pull", telling.Pull.Number);
        json.WriteString("head", (standing.Head ?? telling.Pull.Head).Hex);
        json.WriteString("base", telling.Pull.Base);
        json.WriteString("state", Slugs.Of(standing.State));
        json.WriteString("code", unqueued ? Slugs.Of(PullState.Unqueued) : Slugs.Of(standing.Code));
        json.WriteString("reason", unqueued ? Sentences.Unqueued() : standing.Reason);
        json.WriteBoolean("retryable", standing.Retryable);
        Optional(json, "retry_after", Clock.Says(standing.RetryAfter));
        json.WriteString("next_action", Slugs.Of(unqueued && telling.Pull.Open ? NextAction.QueueAgain : standing.Next));
        Optional(json, "position", standing.Position);
        Optional(json, "batch", standing.Batch);
        Checks(json, standing.Checks);
        Culprit(json, standing);
        Risk(json, telling.Assessment?.Risk);
        Origin(json, telling.Assessment?.Origin);
        Held(json, telling.Hold);
        Clashes(json, telling.Meets);
        Optional(json, "landed_sha", standing.LandedSha?.Hex);
        Canary(json, standing.Release);
        json.WriteEndObject();
    }

    private static void Checks(Utf8JsonWriter json, Row<Check> checks)
    {
        json.WriteStartArray("checks");
        foreach (var check in checks.Take(50))
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("conclusion", Slugs.Of(check.State));
            Optional(json, "url", check.Url);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Only where there is one.</summary>
    private static void Held(Utf8JsonWriter json, Hold? hold)
    {
        if (hold is null)
        {
            return;
        }

        json.WriteStartObject("hold");
        json.WriteString("by", hold.By.Login);
        json.WriteString("reason", Markup.Plain(hold.Reason, 500));
        json.WriteString("since", Clock.Says(hold.Since));
        json.WriteString("until", Clock.Says(hold.Until));
        json.WriteEndObject();
    }

    /// <summary>Only where there are some.</summary>
    private static void Clashes(Utf8JsonWriter json, Encounter meets)
    {
        if (meets.Clashes.Count == 0)
        {
            return;
        }

        json.WriteStartArray("conflicts_with");
        foreach (var clash in meets.Clashes)
        {
            json.WriteNumberValue(clash.Number);
        }

        json.WriteEndArray();
    }

    private static void Culprit(Utf8JsonWriter json, Standing standing)
    {
        if (standing.Confidence is not { } confidence)
        {
            json.WriteNull("culprit");
            return;
        }

        json.WriteStartObject("culprit");
        json.WriteNumber("confidence", Math.Round(confidence, 3));
        json.WriteString("evidence", standing.Release?.Because ?? standing.Reason);
        if (standing.With.Count > 0)
        {
            json.WriteStartArray("with");
            foreach (var number in standing.With)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Risk(Utf8JsonWriter json, RiskAssessment? risk)
    {
        if (risk is null)
        {
            json.WriteNull("risk");
            return;
        }

        json.WriteStartObject("risk");
        json.WriteString("band", Slugs.Of(risk.Band));
        json.WriteNumber("score", risk.Score);
        json.WriteString("worth", risk.Worth);
        if (risk.Audited)
        {
            json.WriteBoolean("audited", true);
        }

        Texts(json, "reasons", risk.Reasons);
        json.WriteEndObject();
    }

    private static void Origin(Utf8JsonWriter json, OriginAssessment? origin)
    {
        if (origin is null)
        {
            json.WriteNull("origin");
            return;
        }

        json.WriteStartObject("origin");
        json.WriteString("class", Slugs.Of(origin.Class));
        Optional(json, "agent", origin.Agent);
        if (origin.Model is { } model)
        {
            json.WriteString("model", Markup.Plain(model, 60));
        }

        Optional(json, "level", origin.Level);
        if (origin.Level == 3)
        {
            json.WriteBoolean("supervised", origin.Supervised);
        }

        Optional(json, "sponsor", origin.Sponsor is { } sponsor ? Markup.Plain(sponsor, 40) : null);
        json.WriteNumber("share", origin.Share);
        Texts(
            json,
            "evidence",
            origin.Evidence.Select(item => $"{item.Strength.ToString().ToLowerInvariant()}: {item.Agent}: {item.What}")
        );
        json.WriteEndObject();
    }

    private static void Canary(Utf8JsonWriter json, ReleaseWord? release)
    {
        if (release is null)
        {
            json.WriteNull("canary");
            return;
        }

        json.WriteStartObject("canary");
        json.WriteString("environment", release.Environment);
        json.WriteString("state", Slugs.Of(release.State));
        Optional(json, "evidence", release.Because);
        json.WriteBoolean("innocent", release.Innocent);
        Optional(json, "revert_pull", release.RevertPull);
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts.Take(20))
        {
            json.WriteStringValue(Markup.Plain(text, 300));
        }

        json.WriteEndArray();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, int? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }
}
