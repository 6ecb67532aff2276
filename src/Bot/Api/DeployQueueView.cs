using Sluice.Flow.Release;

namespace Sluice.Bot.Api;

/// <summary>What waits for an environment.</summary>
/// <param name="Pulls">In the order in which they landed.</param>
/// <param name="Held">Why none of them may be deployed now; null: one may, or a freeze keeps them.</param>
/// <param name="Frozen">What a window of <c>canary.freeze</c> keeps now: these, or the canary that is under way.</param>
internal sealed record DeployQueueView(string Environment, IReadOnlyList<int> Pulls, string? Held, FrozenView? Frozen)
{
    public static DeployQueueView Of(string environment, EnvironmentLedger ledger) =>
        new(
            environment,
            [.. ledger.Waiting.Select(pull => pull.Number)],
            ledger.Frozen is null ? ledger.Held : null,
            ledger.Frozen is { } window ? new FrozenView(window.Until, window.Reason, [.. window.Pulls]) : null
        );
}
