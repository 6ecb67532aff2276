namespace Sluice.Flow.Flows;

/// <summary>How changes flow through a repository: what <c>…/flow</c> answers. Times in seconds.</summary>
/// <param name="From">What landed or happened since then is counted.</param>
public sealed record FlowReport(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>From the opening into production, over what landed.</summary>
    public Length? Lead { get; init; }

    /// <summary>The same by what it waited for, in the order of the way.</summary>
    public Row<StageFigure> Stages { get; init; } = [];

    /// <summary>Where the most time is being lost right now; null: nobody waits.</summary>
    public Bottleneck? Bottleneck { get; init; }

    public int Opened { get; init; }

    public int Landed { get; init; }

    public int Ejected { get; init; }

    /// <summary>Runs of CI for each that landed, in minutes; null: nothing landed, or no check told its times.</summary>
    public double? CiMinutesPerLanded { get; init; }

    /// <summary>All changes together, as DORA measures them.</summary>
    public required Dora All { get; init; }

    public Row<Dora> ByOrigin { get; init; } = [];

    /// <summary>Those that landed most first, as many as fit on a page.</summary>
    public Row<Dora> ByAgent { get; init; } = [];

    /// <summary>The same by agent and the version of its model, as far as commits say it.</summary>
    public Row<Dora> ByModel { get; init; } = [];

    /// <summary>The same by the account that opened them.</summary>
    public Row<Dora> ByAuthor { get; init; } = [];

    /// <summary>Equal parts of the time, oldest first.</summary>
    public Row<Period> Periods { get; init; } = [];

    /// <summary>How long one of them is.</summary>
    public double PeriodSeconds { get; init; }

    /// <summary>Whether what people must do grows faster than what lands.</summary>
    public required Load Load { get; init; }
}

public sealed record StageFigure(Stage Stage, Length Length);

/// <param name="Pulls">How many wait for it.</param>
/// <param name="Seconds">How long they have waited together.</param>
/// <param name="Oldest">The one that has waited longest.</param>
public sealed record Bottleneck(Stage Stage, int Pulls, double Seconds, int Oldest, double OldestSeconds);

/// <summary>DORA's four, of the changes of one origin or agent.</summary>
/// <param name="Who">The origin's class, the agent, or <c>all</c>.</param>
/// <param name="PerDay">Changes that went live a day; where nothing is deployed, those that landed.</param>
/// <param name="Lead">From the opening into production.</param>
/// <param name="Failed">Changes that were taken back, regressed or repaired, of those that landed.</param>
/// <param name="Restore">From the regression until what ran before was back.</param>
public sealed record Dora(string Who, int Landed, double PerDay, Length? Lead, Rate Failed, Length? Restore, int Ejected, double CiMinutes)
{
    /// <summary>In the queue now, or on the way into production.</summary>
    public int InFlight { get; init; }
}

/// <param name="Arrived">Pulls that were queued for the first time.</param>
/// <param name="Drained">Those that landed, or left the line for good.</param>
/// <param name="Failed">Changes that landed in it and were found to be bad since.</param>
public sealed record Period(DateTimeOffset From, int Opened, int Arrived, int Drained, int Landed, int Failed, int Deployed, int Asked)
{
    /// <summary>Landed and failed, by agent, ascending; changes without an agent are not in it.</summary>
    public Row<AgentPeriod> Agents { get; init; } = [];

    /// <summary>The same by agent and the version of its model.</summary>
    public Row<AgentPeriod> Models { get; init; } = [];
}

public sealed record AgentPeriod(string Agent, int Landed, int Failed);

/// <summary>What was asked of people, for each hundred landings: over all, and in the later half beside the earlier one.</summary>
/// <param name="Growth">How many times as many landed in the later half as in the earlier; null: nothing landed in the earlier.</param>
/// <param name="Earlier">Questions, rollbacks and incidents for each hundred landings, in the earlier half; null: nothing landed.</param>
public sealed record Load(int Questions, int Rollbacks, int Incidents, double? PerHundred, double? Growth, double? Earlier, double? Later)
{
    /// <summary>More lands than before, and each landing asks for more of people than before.</summary>
    public bool Outgrows => Growth > 1 && Later > Earlier * 1.25;
}
