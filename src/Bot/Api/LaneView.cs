using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Bot.Api;

/// <summary>A lane as the contract's <c>queue/{base}</c> tells it.</summary>
internal sealed record LaneView(
    string Base,
    string? Head,
    string State,
    IReadOnlyList<EntryView> Entries,
    IReadOnlyList<BuildView> Builds,
    BreakerView? Breaker,
    BudgetView? Budget
)
{
    /// <summary>Why it stands still, for people; null: it does not by itself.</summary>
    public string? Halted { get; init; }

    public PauseView? Paused { get; init; }

    /// <summary>What is wrong with the base's sluice.yml; null: nothing.</summary>
    public BrokenPolicyView? BrokenPolicy { get; init; }

    public IReadOnlyList<FrozenView> Frozen { get; init; } = [];

    /// <summary>Checks that fail on the base itself; nobody is blamed for them.</summary>
    public IReadOnlyList<string> BaseRed { get; init; } = [];

    public required LearntView Learnt { get; init; }

    /// <summary>Sets of pulls that failed together, of which somebody is to blame.</summary>
    public IReadOnlyList<RedView> Reds { get; init; } = [];

    /// <summary>How many come into it and leave it in an hour; null: too little was counted yet.</summary>
    public TideView? Tide { get; init; }

    /// <summary>How many pull requests each agent, sponsor and author that has some here may have in the queue, and why.</summary>
    public IReadOnlyList<LimitView> Limits { get; init; } = [];

    /// <param name="pulls">Those that are admitted to it. Their own books follow the lane's at their next turn, so that the lane is asked
    /// for the line.</param>
    public static LaneView Of(
        string onto,
        Sha? head,
        LaneLedger ledger,
        IReadOnlyList<KeyValuePair<PullSubject, PullLedger>> pulls,
        DateTimeOffset now,
        BudgetView? budget,
        BreakerView? breaker
    )
    {
        var ledgers = pulls.ToDictionary(pull => pull.Key.Number, pull => pull.Value);
        var entries = LaneWords
            .Of(ledger, now)
            .Where(place => ledgers.ContainsKey(place.Number))
            .Select(place => EntryView.Of(place, ledgers[place.Number]))
            .ToList();
        var state =
            ledger.Halted is not null ? "halted"
            : ledger.Pause is not null ? "paused"
            : ledger.Frozen.Count > 0 || ledger.Kept.Count > 0 ? "frozen"
            : ledger.BaseRed is not null ? "base_red"
            : ledger.Builds.Count > 0 ? "building"
            : entries.Count > 0 ? "waiting"
            : "idle";
        return new(
            onto,
            (ledger.Head ?? head)?.Hex,
            state,
            entries,
            [.. ledger.Builds.Select(build => BuildView.Of(build, ledger.Learnt))],
            breaker,
            budget
        )
        {
            Halted = ledger.Halted,
            Paused = ledger.Pause is { } pause ? new PauseView(pause.By.Login, pause.Reason, pause.At) : null,
            BaseRed = [.. ledger.BaseRed?.Failing.Select(check => check.Name) ?? []],
            Learnt = LearntView.Of(ledger.Learnt),
            Reds = [.. ledger.Reds.Select(RedView.Of)],
            Tide = TideView.Of(ledger, now),
            Limits = [.. ledger.Limits.Select(limit => LimitView.Of(ledger, limit))],
            Frozen = [.. ledger.Frozen.Select(window => new FrozenView(window.Until, window.Reason, [.. window.Pulls]))],
        };
    }
}

/// <param name="Kind"><c>deploys</c>, <c>reverts</c>, <c>metrics</c> or <c>ci</c>.</param>
/// <param name="State"><c>open</c> or <c>half_open</c>.</param>
/// <param name="Issue">The number of the issue that says the way out; null: there is none yet.</param>
internal sealed record BreakerView(string Kind, string State, string Says, DateTimeOffset Since, DateTimeOffset? TriesAt, int? Issue);

internal sealed record PauseView(string By, string Reason, DateTimeOffset At);

internal sealed record FrozenView(DateTimeOffset Until, string Reason, IReadOnlyList<int> Pulls);

internal sealed record EntryView(
    int Pull,
    int Position,
    string State,
    string Risk,
    string Origin,
    string Author,
    string? Batch,
    long? EtaSeconds
)
{
    public required DateTimeOffset Since { get; init; }

    public required string Priority { get; init; }

    /// <summary>Which one wrote it; null: no evidence of any.</summary>
    public string? Agent { get; init; }

    /// <summary>Why it does not go on, in a sentence; null: it does.</summary>
    public string? Why { get; init; }

    /// <summary>Pulls ahead of it with which its change does not merge; ascending.</summary>
    public IReadOnlyList<int> ConflictsWith { get; init; } = [];

    /// <summary>Why it stands there: the contract's word.</summary>
    public required string Code { get; init; }

    public static EntryView Of(Place place, PullLedger pull) =>
        new(
            place.Number,
            place.Position!.Value,
            Slugs.Of(StateOf(place, pull.Standing)),
            Slugs.Of(pull.Admission!.Band),
            Slugs.Of(pull.Admission.Origin),
            pull.Admission.Author,
            place.Batch,
            place.Eta is { } eta ? (long)Math.Ceiling(eta.TotalSeconds) : null
        )
        {
            Since = pull.Admission.Since,
            Priority = Slugs.Of(pull.Admission.Priority),
            Agent = pull.Assessment?.Origin.Agent,
            Why =
                place.State == PullState.Queued && pull.Standing.State == PullState.Queued
                    ? null
                    : place.Because ?? (pull.Standing.State == PullState.Waiting ? pull.Standing.Reason : null),
            Code = Slugs.Of(place.Code),
            ConflictsWith = [.. pull.Meets.Clashes.Select(clash => clash.Number)],
        };

    /// <summary>The lane's word, but where the pull itself says that it waits, as while the lane is paused.</summary>
    private static PullState StateOf(Place place, Standing standing) =>
        place.State == PullState.Queued && standing.State == PullState.Waiting ? standing.State : place.State;
}
