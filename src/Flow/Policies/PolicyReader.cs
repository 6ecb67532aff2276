using Sluice.Flow.Policies.Yaml;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>
/// The text of <c>.github/sluice.yml</c> to a policy, or to every fault in it (contract, section 6). Strict: what is not understood is a
/// fault.
/// </summary>
public static class PolicyReader
{
    /// <summary>GitHub takes no more annotations on a check run at once.</summary>
    private const int MostFaults = 50;

    public static Reading Read(string text)
    {
        var root = NodeReader.Read(text, out var fault);
        if (fault is not null)
        {
            return new Reading(null, [fault]);
        }

        var notes = new Notebook();
        var policy = Root(new Fields(root, "", notes));
        var faults = notes.Faults;
        return faults.Count == 0
            ? new Reading(policy, []) { Settings = notes.Settings.ToRow() }
            : new Reading(
                null,
                faults
                    .OrderBy(each => each.Line)
                    .ThenBy(each => each.Column)
                    .ThenBy(each => each.Message, StringComparer.Ordinal)
                    .Take(MostFaults)
                    .ToRow()
            )
            {
                More = Math.Max(0, faults.Count - MostFaults),
            };
    }

    /// <summary>Asks for every key there is: what a survey is led through, too.</summary>
    internal static Policy Root(Fields fields)
    {
        fields.Whole("version", 1, 1, 1);
        var policy = new Policy
        {
            Queue = QueueSection.Read(fields.Section("queue")),
            Risk = RiskSection.Read(fields.Section("risk")),
            Mode = fields.Word("mode", Mode.Normal, RiskSection.Modes),
            Flow = FlowSection.Read(fields.Section("flow")),
            Canary = fields.Has("canary") ? Canary(fields) : null,
            Budget = fields.Has("budget") ? Budget(fields.Section("budget")) : null,
            Notify = Notify(fields.Section("notify")),
            CommandAliases = Commands(fields.Section("commands")),
        };
        fields.Done();
        return policy;
    }

    /// <summary>It turns deployments on by being there, which nobody means who wrote a bare word.</summary>
    private static CanaryPolicy Canary(Fields fields)
    {
        if (fields.Value("canary") is Node.Scalar { IsNothing: true })
        {
            fields.Contradiction(
                "canary",
                "has no value: write keys below it, or {} for a canary with every default; or leave the key out"
            );
        }

        return CanarySection.Read(fields.Section("canary"));
    }

    private static BudgetPolicy Budget(Fields fields)
    {
        fields.Needs("objective", "the share of requests that must go well, such as 99.9%");
        var budget = new BudgetPolicy(
            fields.Percent("objective", 0.999, value => value is > 0 and < 1, "a percentage between 0% and 100%, such as 99.9%"),
            fields.Duration("window", TimeSpan.FromDays(28), TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
            fields.Required("source", "the name of a source that the process's settings declare"),
            Counted(fields, "errors", "the query that counts errors"),
            Counted(fields, "total", "the query that counts requests")
        );
        fields.Done();
        return budget;
    }

    private static string Counted(Fields fields, string key, string what) =>
        QueryRange.Read(fields, key, what, "$window", "for the same query is asked over the shorter times of the burn rates too");

    private static NotifyPolicy Notify(Fields fields)
    {
        var notify = new NotifyPolicy(
            fields.Word(
                "comments",
                CommentLevel.Outcomes,
                ("all", CommentLevel.All),
                ("outcomes", CommentLevel.Outcomes),
                ("problems", CommentLevel.Problems)
            ),
            fields.Has("slack") ? fields.Text("slack", "", 100) : null
        )
        {
            Webhook = fields.Has("webhook") ? fields.Text("webhook", "", 100) : null,
            Events = fields.Words(
                "events",
                new NotifyPolicy().Events,
                [.. Enum.GetValues<NewsKind>().Select(kind => (kind.ToString().ToLowerInvariant(), kind))]
            ),
            AtLeast = fields.Word("at_least", Band.Low, ("low", Band.Low), ("medium", Band.Medium), ("high", Band.High)),
        };
        Named(fields, "slack", notify.Slack, "Notify__Slack__NAME__Url");
        Named(fields, "webhook", notify.Webhook, "Notify__Webhooks__NAME__Url");
        fields.Done();
        return notify;
    }

    private static void Named(Fields fields, string key, string? channel, string setting)
    {
        if (channel is not null && (channel.Contains("://", StringComparison.Ordinal) || channel.StartsWith('#')))
        {
            fields.Contradiction(key, $"is a name that the process's settings declare ({setting}), not an address or a channel of Slack's");
        }
    }

    private static Row<string> Commands(Fields fields)
    {
        var aliases = fields.Known("aliases", "bors", "mergify", "prow");
        fields.Done();
        return aliases;
    }
}
