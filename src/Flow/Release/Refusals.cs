namespace Sluice.Flow.Release;

/// <summary>
/// What of the refusals of a pull request that takes something back, or lands it again, is final: what may pass is tried again before a
/// person is asked.
/// </summary>
internal static class Refusals
{
    /// <summary>What passes by itself has passed by then, or it is for people after all.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <summary>Between two tries of what may pass by itself.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(15);

    /// <summary>Between two tries of what a person was asked about and may have allowed meanwhile.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMinutes(10);

    /// <summary>A refusal's time is told in whole milliseconds: within that of the phase's beginning it came after it.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Why the revert of a regressed canary is up to people; null: it is not. What was refused before its phase began was refused to
    /// another asking.
    /// </summary>
    public static RevertRefusal? OfRevert(EnvironmentSeen seen, Canary canary) =>
        seen.RevertRefused is { } refusal && !IsOld(refusal, canary) && IsFinal(refusal, canary.Since, seen.Now) ? refusal : null;

    /// <summary>Whether to open it now. Also while a person is asked: who mends a rule need not come back and say so.</summary>
    public static bool LetOpen(EnvironmentSeen seen, Canary canary) =>
        (canary.Phase, seen.RevertRefused) switch
        {
            _ when !canary.OpensRevert || Regression.Answer(seen, canary) is not null => false,
            (CanaryPhase.RollingBack or CanaryPhase.Reverting, null) => true,
            (CanaryPhase.RollingBack or CanaryPhase.Reverting, { } refusal) => IsOld(refusal, canary)
                || (refusal.Kind == RefusalKind.Passes && seen.Now - refusal.At >= Breath),
            (CanaryPhase.Asking, { Kind: not RefusalKind.Lasts } refusal) => seen.Now - refusal.At >= Pause,
            _ => false,
        };

    /// <summary>What came of what a person asked for; null: it is under way, or is tried again.</summary>
    public static AskedAnswer? Answer(EnvironmentSeen seen, AskedPull asked) =>
        seen.Answers.FirstOrDefault(answer =>
            answer.Id == asked.Id
            && (answer.Number is not null || (answer.Refused is { } refusal && IsFinal(refusal, asked.Since ?? asked.Order.At, seen.Now)))
        );

    private static bool IsOld(RevertRefusal refusal, Canary canary) => refusal.At + Grain <= canary.Since;

    private static bool IsFinal(RevertRefusal refusal, DateTimeOffset since, DateTimeOffset now) =>
        refusal.Kind != RefusalKind.Passes || now - since >= Patience;
}
