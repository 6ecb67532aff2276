using Sluice.Flow.Release.Judging;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release.Files;

/// <summary>What a canary was judged on, and what was said of it: enough to judge it again, anywhere.</summary>
/// <param name="At">When the verdict was acted on.</param>
public sealed record Receipt(
    string Repository,
    string Environment,
    string Canary,
    Sha Sha,
    Sha Previous,
    Row<int> Pulls,
    DateTimeOffset At,
    MetricsFile Input
)
{
    /// <summary>The answer as it was given, in the bytes of <see cref="AnswerJson"/>.</summary>
    public Row<byte> Said { get; init; } = [];

    /// <summary>What the judge says of the same input now.</summary>
    public Answer Again() => FileJudge.Of(Input);

    public bool IsSaidAgain(Answer again) => AnswerJson.Of(again).AsSpan().SequenceEqual(Said.AsSpan());

    internal static Receipt Of(EnvironmentSeen seen, Canary canary, Row<Measured> metrics, Bounds bounds)
    {
        var input = new MetricsFile(
            bounds,
            metrics.Select(metric => (FileMetric)new FileMetric.Counts(metric)).ToRow(),
            new Samples.Marks(),
            []
        );
        var receipt = new Receipt(
            seen.Repo.FullName,
            seen.Policy.Environment,
            canary.Id,
            canary.Sha,
            canary.Previous,
            canary.Pulls.Select(pull => pull.Number).Order().ToRow(),
            seen.Now,
            input
        );
        return receipt with { Said = AnswerJson.Of(receipt.Again()).ToRow() };
    }
}
