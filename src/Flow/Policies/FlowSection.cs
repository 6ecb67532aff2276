using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>Reads <c>flow</c>. Limits of 0 shut out: that is allowed, and what somebody may want.</summary>
internal static class FlowSection
{
    private const int Most = 100_000;

    public static FlowPolicy Read(Fields fields)
    {
        var authors = fields.Section("authors");
        var flow = new FlowPolicy
        {
            Agents = Agents(fields.Section("agents")),
            AuthorsQueued = authors.Whole("queued", 10, 0, Most),
            Approvals = Approvals(fields.Section("approvals")),
            Adaptive = Adaptive(fields),
            Duplicates = fields.Word(
                "duplicates",
                Duplicates.Hold,
                ("off", Duplicates.Off),
                ("comment", Duplicates.Comment),
                ("hold", Duplicates.Hold)
            ),
        };
        authors.Done();
        fields.Done();
        return flow;
    }

    private static AgentLimits Agents(Fields fields)
    {
        var agents = new AgentLimits(
            fields.Whole("open", 20, 0, Most),
            fields.Whole("queued", 5, 0, Most),
            fields.Percent("share", 0.6, value => value is >= 0 and <= 1, "a percentage from 0% to 100%, such as 60%"),
            fields.Whole("ci_minutes", 0, 0, 1_000_000)
        );
        fields.Done();
        return agents;
    }

    private static Approvals Approvals(Fields fields)
    {
        var approvals = new Approvals(
            fields.Whole("low", 0, 0, 10),
            fields.Whole("medium", 1, 0, 10),
            fields.Whole("high", 2, 0, 10),
            fields.Whole("agent", 1, 0, 10)
        );
        if (approvals.Low > approvals.Medium || approvals.Medium > approvals.High)
        {
            fields.Contradiction(
                approvals.Low > approvals.Medium ? "medium" : "high",
                "asks for fewer approvals than the band below it: raise it or lower that one"
            );
        }

        fields.Done();
        return approvals;
    }

    private static AdaptiveLimits? Adaptive(Fields fields)
    {
        if (fields.Instead("adaptive", "false"))
        {
            return null;
        }

        if (fields.Value("adaptive") is Node.Scalar { IsNothing: false } scalar)
        {
            return fields.Wrong<AdaptiveLimits?>(scalar, "adaptive", "false or a mapping such as { min: 1, max: 20 }", null);
        }

        var adaptive = fields.Section("adaptive");
        var limits = new AdaptiveLimits(adaptive.Whole("min", 1, 0, Most), adaptive.Whole("max", 20, 1, Most));
        if (limits.Min > limits.Max)
        {
            adaptive.Contradiction("min", "is above max");
        }

        adaptive.Done();
        return limits;
    }
}
