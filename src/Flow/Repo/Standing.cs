using System.Text.Json.Serialization;

namespace Sluice.Flow.Repo;

/// <summary>Where a pull request stands (contract, section 7).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PullState>))]
public enum PullState
{
    Unqueued,
    Waiting,
    Queued,
    Testing,
    Landed,
    Ejected,
    Held,
    Left,
    Canary,
    Healthy,
    Regressed,
    Inconclusive,
    Reverted,
}

/// <summary>Why it stands there: the contract's stable words, in its order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Code>))]
public enum Code
{
    None,
    Queued,
    Testing,
    Landed,
    ChecksFailed,
    ChecksMissing,
    MergeConflict,
    TimedOut,
    HeadMoved,
    BaseChanged,
    NotApproved,
    ChangesRequested,
    Draft,
    Closed,
    Frozen,
    Paused,
    BudgetExhausted,
    BreakerOpen,
    WipLimit,
    Duplicate,
    WorkflowPermission,
    ConfigInvalid,
    Dequeued,
    Held,
    FlakyRetry,
    DependsOn,
    CanaryHealthy,
    CanaryRegressed,
    CanaryInconclusive,
    CanaryInvalid,
    Reverted,
}

[JsonConverter(typeof(JsonStringEnumConverter<NextAction>))]
public enum NextAction
{
    None,
    Wait,
    FixAndPush,
    Rebase,
    QueueAgain,
    GetApproval,
    MarkReady,
    AskMaintainer,
}

[JsonConverter(typeof(JsonStringEnumConverter<Band>))]
public enum Band
{
    Low,
    Medium,
    High,
}

/// <summary>As what a pull was taken back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TakenAs>))]
public enum TakenAs
{
    Culprit,
    Suspect,
}

/// <summary>Where a change comes from, by evidence. None is "no agent evidence", never "human".</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OriginClass>))]
public enum OriginClass
{
    None,
    Automation,
    Assisted,
    Agent,
}

[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    Low,
    Normal,
    High,
    Urgent,
    Revert,
}
