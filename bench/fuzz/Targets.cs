using System.Text;
using System.Text.Json;
using Sluice.Bot.Git;
using Sluice.Bot.Metrics;
using Sluice.Bot.Webhooks;
using Sluice.Flow.Commands;
using Sluice.Flow.Policies;
using Sluice.Turns.Ports;

namespace Sluice.Bench.Fuzz;

/// <summary>Everything that reads what strangers write.</summary>
internal static class Targets
{
    private const string Sha = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";

    private static readonly string[] Json =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\\",
        "[[",
        "{\"a\":",
        "\"id\":",
        "\"number\":-5,",
    ];

    public static IReadOnlyList<Target> All { get; } =
    [
        new(
            "door",
            Mutator.Bytes(
                """{"action":"labeled","pull_request":{"number":7,"title":"a","body":"b","state":"open","updated_at":"2026-01-01T00:00:00Z","head":{"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","ref":"x","repo":{"id":1}},"base":{"ref":"main"},"user":{"id":1,"login":"ada"},"labels":[{"name":"queue"}]},"label":{"name":"queue"},"repository":{"id":1,"name":"shop","owner":{"login":"acme"}},"sender":{"id":1,"login":"ada"},"installation":{"id":1}}""",
                """{"action":"completed","check_run":{"id":3,"name":"ci","head_sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","status":"completed","conclusion":"success","completed_at":"2026-01-01T00:00:00Z","details_url":"https://x/actions/runs/5/job/6","app":{"id":1},"check_suite":{"id":2,"head_branch":"main"},"pull_requests":[{"number":1}]},"repository":{"id":1}}""",
                """{"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","context":"ci","state":"success","branches":[{"name":"main"}],"created_at":"2026-01-01T00:00:00Z","repository":{"id":1}}""",
                """{"deployment":{"id":1,"sha":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","environment":"canary","created_at":"2026-01-01T00:00:00Z","payload":"{\"sluice\":{\"id\":\"x\",\"stage\":\"canary\"}}"},"deployment_status":{"state":"success"},"repository":{"id":1}}""",
                """{"ref":"refs/heads/main","after":"ec26c3e57ca3a959ca5aad62de7213c562f8c821","ref_type":"branch","repository":{"id":1,"pushed_at":1763640000}}""",
                """{"action":"created","issue":{"number":1,"pull_request":{}},"comment":{"id":1,"body":"/sluice queue","created_at":"2026-01-01T00:00:00Z","user":{"id":1,"login":"a"}},"repository":{"id":1}}""",
                $"{{\"action\":{Nested(64)},\"repository\":{{\"id\":1}}}}",
                $"{{\"x\":{{\"y\":{Nested(62)}}},\"repository\":{{\"id\":1}}}}",
                """{"action":"deleted","repositories":[{"id":1,"full_name":"acme/shop"}],"installation":{"id":1}}"""
            ),
            Mutator.Bytes(Json),
            Door
        ),
        new(
            "sluice.yml",
            Mutator.Bytes(
                "version: 1\nqueue:\n  branches: [main]\n  admit: [label, command]\n  batch: { max: 32, wait: 0s }\n  freeze:\n    - { cron: \"0 17 * * FRI\", zone: UTC, for: 63h, except: [risk/low], reason: weekend }\n",
                "canary:\n  weights: [5, 25, 50]\n  bake: { min: 10m, max: 60m }\n  metrics:\n    - { name: errors, source: prod, canary: 'c', baseline: 'b', critical: true }\nbudget:\n  objective: 99.9%\n  window: 28d\n",
                "risk:\n  floors:\n    - { paths: [\"**/migrations/**\"], at_least: high, because: schema }\nflow:\n  agents: { open: 20, share: 60% }\n"
            ),
            Mutator.Bytes(
                "[",
                "]",
                "{",
                "}",
                "- ",
                "? ",
                "&a ",
                "*a",
                "!!binary ",
                "!x ",
                "---\n",
                "...\n",
                "|\n",
                ">\n",
                "<<: *a\n",
                "\t",
                "%YAML 9.9\n",
                "'",
                "\"",
                "\\x",
                "queue:",
                "1e400",
                "-9999999999999999999d",
                "\ud83d",
                "# "
            ),
            input => PolicyReader.Read(Encoding.UTF8.GetString(input).Replace('\uFFFD', '?'))
        ),
        new(
            "commands",
            Mutator.Bytes(
                "/sluice queue priority=urgent\n",
                "> /sluice hold because\n```\n/sluice release\n```\n",
                "bors r+\n@mergify queue\n/lgtm\n",
                "/sluice revert it broke\n~~~\n/sluice promote"
            ),
            Mutator.Bytes("/sluice ", "```", "~~~", "> ", "priority=", "=", "\n", "\r", "\u2028", "\u0000", "<!--", "-->", "    ", "queue"),
            input => CommandReader.Read(Encoding.UTF8.GetString(input))
        ),
        new(
            "Prometheus",
            Mutator.Bytes(
                """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1763640000.1,"3"]}]}}""",
                """{"status":"success","warnings":["partial"],"data":{"resultType":"scalar","result":[1,"NaN"]}}""",
                """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1763640000,"3"],[1763640030,"NaN"]]}]}}""",
                """{"status":"error","errorType":"bad_data","error":"parse error"}"""
            ),
            Mutator.Bytes(Json),
            input =>
                Parsed(
                    input,
                    body =>
                        (
                            PrometheusAnswer.Read(body),
                            MatrixAnswer.Read(body, DateTimeOffset.FromUnixTimeSeconds(1_763_640_000), TimeSpan.FromSeconds(30), 3)
                        ).ToString()
                )
        ),
        new(
            "git diff-tree",
            Mutator.Bytes(
                ":100644 100644 a b M\0src/a.cs\0:100644 000000 a 0 R090\0old\0new\0" + "1\t2\tsrc/a.cs\0" + "-\t-\t\0old\0new\0"
            ),
            Mutator.Bytes("\0", "\t", ":", " ", "R100", "-", "9999999999"),
            input => Malformed(() => Changing.Parse(Encoding.UTF8.GetString(input)))
        ),
        new(
            "git merge-tree",
            Mutator.Bytes($"{Sha}\0a.cs\0b.cs\0\0" + "1\0a.cs\0CONFLICT (contents)\0text\0" + "2\0a\0b\0Auto-merging\0text\0"),
            Mutator.Bytes("\0", "1", "-1", "2147483647", "CONFLICT"),
            input => Merging.Conflicts(Encoding.UTF8.GetString(input).Split('\0'))
        ),
    ];

    private static void Door(byte[] input)
    {
        var kinds = new[]
        {
            "pull_request",
            "check_run",
            "status",
            "deployment_status",
            "push",
            "delete",
            "issue_comment",
            "pull_request_review",
            "installation",
            "repository",
        };
        foreach (var kind in kinds)
        {
            Parsed(
                input,
                body =>
                {
                    if (body.ValueKind == JsonValueKind.Object)
                    {
                        var facts = FactReader.Read(kind, body, DateTimeOffset.UnixEpoch).Facts;
                        foreach (var fact in facts)
                        {
                            _ = (fact.Key, fact.Parent, fact.Concerns().Count());
                        }

                        if (Kept(kind, input) is null && FactReader.WantedOf(kind) is not null)
                        {
                            throw new InvalidOperationException($"a {kind} is refused that is JSON");
                        }

                        if (Kept(kind, input) is { } kept && !input.Contains((byte)'\\') && !Told(kind, kept).SequenceEqual(facts))
                        {
                            throw new InvalidOperationException($"what is kept of a {kind} tells something else");
                        }
                    }
                }
            );
            if (Kept(kind, input) is not null && IsTooDeep(input))
            {
                throw new InvalidOperationException($"a {kind} is kept that is nested too deep");
            }
        }
    }

    private static string Nested(int deep) => new string('[', deep) + new string(']', deep);

    private static bool IsTooDeep(byte[] input)
    {
        try
        {
            using var whole = JsonDocument.Parse(input, new JsonDocumentOptions { MaxDepth = input.Length + 1 });
        }
        catch (JsonException)
        {
            return false;
        }

        var isRead = false;
        Parsed(input, _ => isRead = true);
        return !isRead;
    }

    private static IReadOnlyList<Fact> Told(string kind, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return FactReader.Read(kind, json.RootElement, DateTimeOffset.UnixEpoch).Facts;
    }

    /// <returns>Null: it is read whole, or is no JSON.</returns>
    private static byte[]? Kept(string kind, byte[] input)
    {
        if (FactReader.WantedOf(kind) is not { } wanted)
        {
            return null;
        }

        var bytes = input.ToArray();
        try
        {
            return bytes[..Sieve.Keep(bytes, wanted)];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What is no JSON is refused before it is read.</summary>
    private static void Parsed(byte[] input, Action<JsonElement> read)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(input);
        }
        catch (JsonException)
        {
            return;
        }

        using (json)
        {
            read(json.RootElement);
        }
    }

    /// <summary>What git never writes is a fault, as an exception; it must not be a hang.</summary>
    private static void Malformed(Action read)
    {
        try
        {
            read();
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // a turn that fails and is taken again
        }
    }
}
