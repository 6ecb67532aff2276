using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>How what landed is deployed and judged.</summary>
public sealed record CanaryPolicy
{
    public string Environment { get; init; } = "canary";

    public string PromoteTo { get; init; } = "production";

    /// <summary>Who is asked to deploy, and for how long.</summary>
    public DeployPolicy Deploy { get; init; } = new();

    public CanaryMode Mode { get; init; } = CanaryMode.Act;

    /// <summary>Percent of traffic of each stage, ascending.</summary>
    public Row<int> Weights { get; init; } = [5, 25, 50];

    public TimeSpan BakeMin { get; init; } = TimeSpan.FromMinutes(10);

    public TimeSpan BakeMax { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The length of one tick.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bands that need no canary.</summary>
    public Row<Band> Skip { get; init; } = [];

    public int MaxPulls { get; init; } = 20;

    /// <summary>When no canary begins and nothing is promoted.</summary>
    public Row<Freeze> Freeze { get; init; } = [];

    public Row<CanaryMetric> Metrics { get; init; } = [];

    public double Tolerate { get; init; } = 1.1;

    public double Alpha { get; init; } = 0.01;

    public double Beta { get; init; } = 0.05;

    public WhenInconclusive Inconclusive { get; init; } = WhenInconclusive.Auto;

    public bool RollBack { get; init; } = true;

    public bool Revert { get; init; } = true;

    public RevertReviews RevertReviews { get; init; } = RevertReviews.Required;

    public int RevertsPerDay { get; init; } = 4;

    public string OptOut { get; init; } = "no-auto-revert";

    /// <summary>What is done when no pull of a regressed canary stands out.</summary>
    public WhenUnclear Culprit { get; init; } = WhenUnclear.Split;

    /// <summary>A pull that touches one of these is never taken back by the bot alone: a person is asked.</summary>
    public Row<string> Irreversible { get; init; } = ["**/migrations/**", "**/db/migrate/**", ".github/workflows/**"];
}

/// <summary>Canaries of parts of the pulls until one stands out; all of them taken back together; or a person is asked.</summary>
public enum WhenUnclear
{
    Split,
    Whole,
    Ask,
}

public enum CanaryMode
{
    Act,
    Shadow,
}

public enum WhenInconclusive
{
    Auto,
    Ask,
    Promote,
    Rollback,
}

public enum RevertReviews
{
    Required,
    Skip,
}

/// <summary>One metric as counts over two tracks; each text is a query of the named source with <c>$tick</c> for its length.</summary>
public sealed record CanaryMetric(
    string Name,
    string Source,
    string Canary,
    string Baseline,
    string CanaryExposure,
    string BaselineExposure,
    bool Critical = false,
    double Weight = 1
)
{
    /// <summary>The name of the source whose counts are handed in, instead of asked for.</summary>
    public const string Pushed = "pushed";

    public bool IsPushed => Source == Pushed;

    /// <summary>The check run or commit status on the deployed commit that it is, instead of counts; null: it counts.</summary>
    public string? Check { get; init; }

    public MetricKind Kind { get; init; }

    /// <summary>The files that it watches; empty: not said.</summary>
    public Row<string> Paths { get; init; } = [];

    /// <summary>Which files serve which routes, services or whatever else its source's labels name.</summary>
    public Row<RouteHint> Routes { get; init; } = [];

    /// <summary>Who owns what it watches, as CODEOWNERS names them; null: not said.</summary>
    public string? Owner { get; init; }

    /// <summary>Asked once after a regression: where it fails; null: it is not asked.</summary>
    public WhereQuery? Where { get; init; }
}

public enum MetricKind
{
    Errors,
    Latency,
    Saturation,
}

/// <param name="Route">A pattern for the values of labels.</param>
public sealed record RouteHint(string Route, Row<string> Paths);

/// <summary>Queries of several series, one for each place, with <c>$bake</c> for the time that the canary ran.</summary>
public sealed record WhereQuery(string Canary, string Baseline);

/// <param name="Objective">0 to 1, such as 0.999.</param>
public sealed record BudgetPolicy(double Objective, TimeSpan Window, string Source, string Errors, string Total);
