using Sluice.Flow.Policies.Yaml;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>Reads <c>canary</c>.</summary>
internal static class CanarySection
{
    public static CanaryPolicy Read(Fields fields)
    {
        var normal = new CanaryPolicy();
        var bake = fields.Section("bake");
        var actions = fields.Words(
            "on_regression",
            [Action.Rollback, Action.Revert],
            ("rollback", Action.Rollback),
            ("revert", Action.Revert)
        );
        var canary = new CanaryPolicy
        {
            Environment = fields.Text("environment", normal.Environment, 255),
            PromoteTo = fields.Text("promote_to", normal.PromoteTo, 255),
            Deploy = DeploySection.Read(fields.Section("deploy")),
            Mode = fields.Word("mode", normal.Mode, ("act", CanaryMode.Act), ("shadow", CanaryMode.Shadow)),
            Weights = fields.Wholes("weights", normal.Weights, 1, 100),
            BakeMin = bake.Duration("min", normal.BakeMin, TimeSpan.Zero, TimeSpan.FromDays(7)),
            BakeMax = bake.Duration("max", normal.BakeMax, TimeSpan.FromSeconds(1), TimeSpan.FromDays(14)),
            Every = fields.Duration("every", normal.Every, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Skip = fields.Words("skip", normal.Skip, ("risk/low", Band.Low), ("risk/medium", Band.Medium), ("risk/high", Band.High)),
            MaxPulls = fields.Whole("max_pulls", normal.MaxPulls, 1, 500),
            Freeze = fields.Sections("freeze").Select(FreezeSection.Read).ToRow(),
            Metrics = fields.Sections("metrics").Select(Metric).ToRow(),
            Tolerate = fields.Number(
                "tolerate",
                normal.Tolerate,
                value => value is >= 1 and < 1.5,
                "a ratio from 1 to below 1.5: from 1.5 on a change counts as bad"
            ),
            Alpha = fields.Number(
                "alpha",
                normal.Alpha,
                value => value is > 0 and < 0.5,
                "a probability above 0 and below 0.5, such as 0.01"
            ),
            Beta = fields.Number("beta", normal.Beta, value => value is > 0 and < 0.5, "a probability above 0 and below 0.5, such as 0.05"),
            Inconclusive = fields.Word(
                "inconclusive",
                normal.Inconclusive,
                ("auto", WhenInconclusive.Auto),
                ("ask", WhenInconclusive.Ask),
                ("promote", WhenInconclusive.Promote),
                ("rollback", WhenInconclusive.Rollback)
            ),
            RollBack = actions.Contains(Action.Rollback),
            Revert = actions.Contains(Action.Revert),
            RevertReviews = fields.Word(
                "revert_reviews",
                normal.RevertReviews,
                ("required", RevertReviews.Required),
                ("skip", RevertReviews.Skip)
            ),
            RevertsPerDay = fields.Whole("reverts_per_day", normal.RevertsPerDay, 0, 1000),
            OptOut = fields.Text("opt_out", normal.OptOut, 50),
            Culprit = fields.Word(
                "culprit",
                normal.Culprit,
                ("split", WhenUnclear.Split),
                ("whole", WhenUnclear.Whole),
                ("ask", WhenUnclear.Ask)
            ),
            Irreversible = fields.Paths("irreversible", normal.Irreversible),
        };
        Fit(canary, fields, bake);
        bake.Done();
        fields.Done();
        return canary;
    }

    private enum Action
    {
        Rollback,
        Revert,
    }

    private static void Fit(CanaryPolicy canary, Fields fields, Fields bake)
    {
        // GitHub knows an environment by its name in whatever case.
        if (canary.Environment.Equals(canary.PromoteTo, StringComparison.OrdinalIgnoreCase))
        {
            fields.Contradiction(
                fields.Has("promote_to") ? "promote_to" : "environment",
                $"is the same environment on both sides, {Node.Show(canary.PromoteTo)}: a canary needs one of its own"
            );
        }

        if (canary.Weights.Count == 0 || canary.Weights.Zip(canary.Weights.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            fields.Contradiction("weights", "rise from stage to stage and are at least one, such as [5, 25, 50]");
        }

        if (canary.BakeMin > canary.BakeMax)
        {
            bake.Contradiction(
                bake.Has("min") ? "min" : "max",
                $"does not fit: min {Scalars.Show(canary.BakeMin)} is longer than max {Scalars.Show(canary.BakeMax)}"
            );
        }

        if (canary.Every > canary.BakeMax)
        {
            fields.Contradiction("every", "is longer than bake.max: there would be no look at all");
        }

        foreach (var twice in canary.Metrics.GroupBy(metric => metric.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            fields.Contradiction("metrics", $"holds {Node.Show(twice.Key)} twice: each metric has a name of its own");
        }
    }

    private static CanaryMetric Metric(Fields fields)
    {
        var name = fields.Required("name", "a name of its own, such as errors");
        var check = fields.Has("check") ? fields.Text("check", "", 255) : "";
        var gates = check.Length > 0;
        var source = gates
            ? Foreign(fields, "source")
            : fields.Required(
                "source",
                "the name of a source that the process's settings declare, or check: the name of a GitHub check",
                always: false
            );
        var pushed = source == CanaryMetric.Pushed;
        string Asked(string key, string what) =>
            gates ? Foreign(fields, key)
            : pushed ? Unasked(fields, key)
            : Query(fields, key, what);
        var metric = new CanaryMetric(
            name,
            source,
            Asked("canary", "the query that counts events on the canary"),
            Asked("baseline", "the query that counts events on the baseline"),
            Asked("canary_exposure", "the query that counts requests to the canary"),
            Asked("baseline_exposure", "the query that counts requests to the baseline"),
            fields.Flag("critical", false),
            fields.Number("weight", 1, value => value is > 0 and <= 1000, "a number above 0, at most 1000")
        )
        {
            Check = gates ? check : null,
            Kind = fields.Word(
                "kind",
                MetricKind.Errors,
                ("errors", MetricKind.Errors),
                ("latency", MetricKind.Latency),
                ("saturation", MetricKind.Saturation)
            ),
            Paths = fields.Paths("paths"),
            Routes = fields.Sections("routes").Select(Route).ToRow(),
            Owner = fields.Has("owner") ? fields.Text("owner", "", 255) : null,
            Where = fields.Has("where") ? Where(fields.Section("where")) : null,
        };
        if (gates)
        {
            _ = Foreign(fields, "weight");
            _ = Foreign(fields, "where");
        }

        if (metric.Source.Contains("://", StringComparison.Ordinal))
        {
            fields.Contradiction(
                "source",
                "is a name, not an address: the process's settings say where it is (Metrics__Sources__NAME__PrometheusUrl)"
            );
        }

        if (metric.Owner is { Length: > 0 } owner && !owner.Contains('@', StringComparison.Ordinal))
        {
            fields.Contradiction("owner", $"is written as in CODEOWNERS, such as @{owner}");
        }

        fields.Done();
        return metric;
    }

    private static RouteHint Route(Fields fields)
    {
        var hint = new RouteHint(
            fields.Required("route", "a pattern for a route, a service or another label's value, such as /orders/*"),
            fields.Paths("paths")
        );
        if (hint.Paths.Count == 0)
        {
            fields.Contradiction("paths", "names no path: write at least one pattern, such as [\"src/orders/**\"]");
        }

        fields.Done();
        return hint;
    }

    private static WhereQuery Where(Fields fields)
    {
        var where = new WhereQuery(
            Place(fields, "canary", "the query that counts events on the canary by place, such as sum by (route) (increase(…[$bake]))"),
            Place(fields, "baseline", "the query that counts events on the baseline by place")
        );
        fields.Done();
        return where;
    }

    private static string Query(Fields fields, string key, string what) =>
        QueryRange.Read(fields, key, what, "$tick", "the length of one look, so that no event counts twice or never", always: false);

    /// <summary>What is pushed is not asked for.</summary>
    private static string Unasked(Fields fields, string key)
    {
        if (fields.Has(key))
        {
            fields.Contradiction(key, $"is a query, and what is {CanaryMetric.Pushed} is not asked for: leave it out, or name a source");
        }

        return "";
    }

    /// <summary>What a check has not: it counts nothing.</summary>
    private static string Foreign(Fields fields, string key)
    {
        if (fields.Has(key))
        {
            fields.Contradiction(key, "stands beside check, and a check counts nothing: leave one of the two out");
        }

        return "";
    }

    private static string Place(Fields fields, string key, string what) =>
        QueryRange.Read(fields, key, what, "$bake", "the time that the canary ran, for places are asked for once, at its end");
}
