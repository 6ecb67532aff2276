using Sluice.Flow.Release;

namespace Sluice.Bot.Api;

/// <summary>A deployment as the contract's <c>deploys</c> tells it.</summary>
internal sealed record DeployView(
    string Environment,
    string Sha,
    IReadOnlyList<int> Pulls,
    string State,
    string? Verdict,
    DateTimeOffset Started,
    DateTimeOffset? Ended
)
{
    /// <summary>The canary's; its receipt is at <c>deploys/{id}/receipt</c> once its verdict was acted on.</summary>
    public required string Id { get; init; }

    /// <summary>How it ended: <c>promoted</c>, <c>reverted</c>, <c>rolledback</c> or <c>superseded</c>; null: it has not.</summary>
    public string? End { get; init; }

    /// <summary>What ran before, and runs again where it is taken off.</summary>
    public string? Previous { get; init; }

    /// <summary>The verdict in a sentence.</summary>
    public string? Says { get; init; }

    /// <summary>What it was expected to see before it began.</summary>
    public string? Sees { get; init; }

    /// <summary>Why it stands still or ended, for people.</summary>
    public string? Note { get; init; }

    /// <summary>Who is to blame, once somebody is.</summary>
    public CulpritView? Culprit { get; init; }

    /// <summary>The pull request that takes it back.</summary>
    public int? Revert { get; init; }

    /// <summary>What the bot would have done with it where it only watches (<c>canary.mode: shadow</c>).</summary>
    public WouldView? Would { get; init; }

    /// <summary>
    /// Canaries of parts of its pulls, oldest first; each that was judged has a receipt of its own at <c>deploys/{id}/receipt</c>.
    /// </summary>
    public IReadOnlyList<PartView> Parts { get; init; } = [];

    public IReadOnlyList<MetricView> Metrics { get; init; } = [];

    /// <summary>Comparisons of the baseline with itself that the judge made of its ticks, and how many of them it called worse.</summary>
    public SelfTest? SelfTest { get; init; }

    /// <summary>All that are known, newest first.</summary>
    public static IEnumerable<DeployView> Of(string environment, EnvironmentLedger ledger)
    {
        var canaries = (ledger.Case ?? ledger.Canary) is { } current ? ledger.Past.Append(current) : ledger.Past;
        return canaries.Reverse().Select(canary => Of(environment, canary, canary == ledger.Case ? ledger.Canary : null));
    }

    /// <param name="part">Of its pulls, under way now; null: none is.</param>
    private static DeployView Of(string environment, Canary canary, Canary? part) =>
        new(
            environment,
            canary.Sha.Hex,
            [.. canary.Pulls.Select(pull => pull.Number)],
            canary.Phase.ToString().ToLowerInvariant(),
            canary.Verdict?.Verdict.ToString().ToLowerInvariant(),
            canary.Created,
            canary.Ended
        )
        {
            Id = canary.Id,
            End = canary.End?.ToString().ToLowerInvariant(),
            Previous = canary.Previous.Hex,
            SelfTest = canary.SelfTest,
            Sees = canary.Foresight?.Says,
            Says = canary.Verdict?.Says,
            Note = canary.Note,
            Culprit = canary.Blame is { } blame ? new CulpritView(blame.Number, blame.Confidence, blame.Evidence) : null,
            Revert = canary.RevertPull,
            Would = WouldView.Of(canary.Would),
            Parts =
            [
                .. canary.Trials.Select(trial => new PartView(
                    trial.Canary,
                    trial.Pulls,
                    trial.Verdict.ToString().ToLowerInvariant(),
                    trial.LogEHarm,
                    trial.At
                )),
                .. part is null
                    ? Array.Empty<PartView>()
                    : [new PartView(part.Id, [.. part.Pulls.Select(pull => pull.Number)], null, null, part.Created)],
            ],
            Metrics =
            [
                .. canary.Verdict?.Metrics.Select(metric => new MetricView(
                    metric.Name,
                    metric.Verdict.ToString().ToLowerInvariant(),
                    metric.LogEHarm,
                    metric.LogESafe,
                    metric.Reason
                ))
                    ?? [],
            ],
        };
}

/// <param name="Confidence">Posterior that it is this pull, 0 to 1.</param>
internal sealed record CulpritView(int Pull, double Confidence, string Evidence);

/// <summary>What one metric said: natural logarithms of the evidence for harm and for safety.</summary>
internal sealed record MetricView(string Name, string Verdict, double LogEHarm, double LogESafe, string Reason);

/// <summary>One canary of some of the pulls, after the whole regressed.</summary>
/// <param name="Id">Its own; null: of an older one, whose receipt was not kept.</param>
/// <param name="Verdict">Null: it is under way.</param>
/// <param name="At">When it was judged, or else began.</param>
internal sealed record PartView(string? Id, IReadOnlyList<int> Pulls, string? Verdict, double? LogEHarm, DateTimeOffset At);
