using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>Reads <c>queue</c>.</summary>
internal static class QueueSection
{
    /// <summary>As GitHub has it.</summary>
    private const int LongestBranch = 255;

    /// <summary>By what rules know a pull request.</summary>
    public static readonly string[] Labels =
    [
        "origin/agent",
        "origin/assisted",
        "origin/automation",
        "risk/low",
        "risk/medium",
        "risk/high",
    ];

    public static QueuePolicy Read(Fields fields)
    {
        var batch = fields.Section("batch");
        var normal = new QueuePolicy();
        var learnt = fields.Instead("timeout", "auto");
        var queue = new QueuePolicy
        {
            Branches = Branches(fields),
            Admit = fields.Words(
                "admit",
                normal.Admit,
                ("label", Admit.Label),
                ("command", Admit.Command),
                ("approved", Admit.Approved),
                ("auto", Admit.Auto)
            ),
            Method = fields.Word(
                "method",
                normal.Method,
                ("merge", MergeMethod.Merge),
                ("squash", MergeMethod.Squash),
                ("rebase", MergeMethod.Rebase)
            ),
            LandBy = fields.Word("land_by", normal.LandBy, ("push", LandBy.Push), ("button", LandBy.Button)),
            Checks = Checks(fields),
            Head = fields.Word("head", normal.Head, ("not_failed", HeadRule.NotFailed), ("green", HeadRule.Green), ("any", HeadRule.Any)),
            BatchMax = batch.Whole("max", normal.BatchMax, 1, 256),
            BatchWait = batch.Duration("wait", normal.BatchWait, TimeSpan.Zero, TimeSpan.FromHours(6)),
            Preset = fields.Word(
                "preset",
                normal.Preset,
                ("default", Preset.Default),
                ("fast", Preset.Fast),
                ("thrifty", Preset.Thrifty),
                ("frugal", Preset.Frugal)
            ),
            MaxWait = fields.Duration("max_wait", normal.MaxWait, TimeSpan.FromMinutes(1), TimeSpan.FromDays(28)),
            Barrier = fields.Paths("barrier"),
            ExtraChecks = fields.Sections("extra_checks").Select(ExtraCheck).ToRow(),
            Native = fields.Word("native", normal.Native, ("stand_aside", NativeQueue.StandAside), ("drive", NativeQueue.Drive)),
            Slots = fields.Whole("slots", normal.Slots, 1, 64),
            Weight = fields.Whole("weight", normal.Weight, 1, 100),
            Timeout = learnt ? normal.Timeout : fields.Duration("timeout", normal.Timeout, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)),
            TimeoutLearnt = learnt,
            Retries = fields.Whole("retries", normal.Retries, 0, 5),
            Freeze = fields.Sections("freeze").Select(FreezeSection.Read).ToRow(),
        };
        batch.Done();
        if (queue.Admit.Count == 0)
        {
            fields.Contradiction("admit", "lets nothing in: name at least one of label, command, approved or auto");
        }

        if (queue is { LandBy: LandBy.Button, Method: MergeMethod.Merge })
        {
            fields.Contradiction(
                "land_by",
                "is about squashes and rebases, and method is merge: write method: squash or rebase, or leave land_by out"
            );
        }

        if (queue.BatchWait > queue.MaxWait)
        {
            fields.Contradiction("batch", "waits longer than queue.max_wait: shorten batch.wait");
        }

        fields.Done();
        return queue;
    }

    private static Row<string> Branches(Fields fields)
    {
        var branches = fields.Texts("branches", []);
        foreach (var branch in branches)
        {
            if (branch.Contains('*'))
            {
                fields.Contradiction("branches", $"names branches, not patterns: write each one instead of {Node.Show(branch)}", branch);
            }
            else if (
                branch.StartsWith("sluice/", StringComparison.Ordinal)
                || branch.StartsWith("refs/", StringComparison.Ordinal)
                || branch.Any(letter => char.IsWhiteSpace(letter) || "~^:?[\\".Contains(letter, StringComparison.Ordinal))
            )
            {
                fields.Contradiction("branches", $"cannot hold {Node.Show(branch)}: write a branch's own name, such as main", branch);
            }
            else if (branch.Length > LongestBranch)
            {
                fields.Contradiction(
                    "branches",
                    $"names branches of at most {LongestBranch} characters, and {Node.Show(branch)} has {branch.Length}",
                    branch
                );
            }
        }

        return branches;
    }

    private static Row<string> Checks(Fields fields)
    {
        if (fields.Instead("checks", "auto", usual: true))
        {
            return [];
        }

        if (fields.Value("checks") is Node.Scalar scalar)
        {
            return fields.Wrong<Row<string>>(scalar, "checks", "auto or a list of patterns, such as [\"ci/*\"]", []);
        }

        var checks = fields.Globs("checks");
        if (fields.Value("checks") is Node.List { Items.Count: 0 })
        {
            fields.Contradiction("checks", "names no check, and an empty list would land anything: write auto, or at least one pattern");
        }

        // As a pattern it would wait for a check of that name, and put out whatever is built.
        if (checks.Contains("auto"))
        {
            fields.Contradiction("checks", "has auto among patterns: write checks: auto, without brackets, or name the checks", "auto");
        }

        return checks;
    }

    private static ExtraCheck ExtraCheck(Fields fields)
    {
        fields.Needs("for", "a label, such as origin/agent");
        var extra = new ExtraCheck(fields.Word("for", "", [.. Labels.Select(label => (label, label))]), fields.Globs("checks"));
        if (extra.Checks.Count == 0)
        {
            fields.Contradiction("checks", "names no check");
        }

        fields.Done();
        return extra;
    }
}
