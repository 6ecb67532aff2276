using System.Text.Json.Serialization;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Reviewing;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake;

/// <summary>What the bot remembers of one pull request.</summary>
public sealed record PullLedger : ILedger
{
    public static PullLedger New { get; } = new();

    [JsonIgnore]
    public bool IsAlive =>
        Request is not null
        || Admission is not null
        || Hold is not null
        || Settled < Ticket
        || Try is not null
        || EndedTries.Count + Orders.Count + CanaryOrders.Count + Replies.Count > 0;

    /// <summary>Counts the times it was asked to queue; the lane's words name it. 0: never.</summary>
    public int Ticket { get; init; }

    /// <summary>The last ticket whose end this pull has taken in: the lane may forget it.</summary>
    public int Settled { get; init; }

    /// <summary>The newest ticket that its lane was ever given: of a later one there is nothing that the lane could tell.</summary>
    public int Given { get; init; }

    /// <summary>Since when nobody wants it queued while its lane may still tell how its ticket ended; null: not so.</summary>
    public DateTimeOffset? LeftAt { get; init; }

    /// <summary>Who wants it queued; null: nobody, or it ended.</summary>
    public QueueRequest? Request { get; init; }

    /// <summary>Given to the lane; null: not admitted.</summary>
    public Admission? Admission { get; init; }

    /// <summary>
    /// Whether this very lane was given this very head: aimed at another branch, a pull comes to another door, with other rules.
    /// </summary>
    public bool IsWithLane(PullRequest pull) => Admission is { } admission && admission.Head == pull.Head && admission.Base == pull.Base;

    public Hold? Hold { get; init; }

    /// <summary>A hold that ended by itself, to be told until the next one, or until the pull's request ends; null: none did.</summary>
    public Hold? HoldOver { get; init; }

    /// <summary>Origin and risk of the head that was last assessed.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>By what others find that they double it; null: its head was not read yet.</summary>
    public Fingerprint? Print { get; init; }

    /// <summary>What it changes, while it is open; null: its head was not read yet, or it is closed.</summary>
    public Touched? Touched { get; init; }

    /// <summary>Whom it will meet.</summary>
    public Encounter Meets { get; init; } = Encounter.None;

    /// <summary>What a person has to do before it can go on; null: nothing.</summary>
    public ReviewNeed? Review { get; init; }

    /// <summary>What the rules of admission have against it; empty: nothing, or it is closed.</summary>
    public Row<Objection> Objections { get; init; } = [];

    /// <summary>The head of which somebody with the right said that it doubles nothing; null: nobody did.</summary>
    public Sha? Cleared { get; init; }

    /// <summary>What whoever approves its head was shown of it; null: its head was not read yet.</summary>
    public Presented? Presented { get; init; }

    /// <summary>Accepted by somebody with the right, for one head.</summary>
    public RiskAcceptance? Accepted { get; init; }

    /// <summary>When a maintainer last let the limits of those who made it begin anew; null: nobody did.</summary>
    public DateTimeOffset? Pardoned { get; init; }

    public Standing Standing { get; init; } = Standing.None;

    /// <summary>It was merged, and nobody had asked for it here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool PastQueue { get; init; }

    /// <summary>The head that was last seen; null: this pull was never looked at.</summary>
    public HeadSeen? HeadSeen { get; init; }

    /// <summary>
    /// The head that was last ejected because it failed, by itself or with others: asked for again, it is no stranger. Null: none was.
    /// </summary>
    public Sha? FailedHead { get; init; }

    /// <summary>A head that was asked for and pushed over, while its check run is not cancelled yet; null: none.</summary>
    public Sha? OldHead { get; init; }

    /// <summary>The bot's own commit at which the head branch was last seen; null: it stands at the head.</summary>
    public Sha? Rewritten { get; init; }

    /// <summary>
    /// Comments up to this id give no command any more: those that did are too old to be kept in <see cref="CommandsDone"/>.
    /// </summary>
    public long CommandsUpTo { get; init; }

    /// <summary>
    /// Comments whose commands were done, ascending. A set and not a mark, because a lost webhook shows an older comment after a newer one.
    /// </summary>
    public Row<long> CommandsDone { get; init; } = [];

    /// <summary>Whether a comment was taken in: its commands were done, or were too old to be.</summary>
    public bool Heard(long comment) => comment <= CommandsUpTo || CommandsDone.Contains(comment);

    /// <summary>When people without write access were last answered here, ascending; a few.</summary>
    public Row<DateTimeOffset> StrangersAnswered { get; init; } = [];

    /// <summary>The newest putting-on of the label <c>queue</c> that was taken in: one asks once.</summary>
    public DateTimeOffset LabelUpTo { get; init; }

    /// <summary>What its comments told the whole lane and is not passed on yet, oldest first.</summary>
    public Row<LaneOrder> Orders { get; init; } = [];

    /// <summary>What its comments told its canary and is not passed on yet, oldest first.</summary>
    public Row<CanaryOrder> CanaryOrders { get; init; } = [];

    /// <summary>A head that is being tried; null: none is.</summary>
    public TryRun? Try { get; init; }

    /// <summary>Tries that ended and are still to be told, or whose branch is still to be deleted; oldest first.</summary>
    public Row<TryEnd> EndedTries { get; init; } = [];

    /// <summary>Reactions and answers that are still to be given, oldest first.</summary>
    public Row<Reply> Replies { get; init; } = [];
}

/// <param name="By">Null: a rule of the policy.</param>
/// <param name="Head">The head that it was asked for.</param>
/// <param name="Vouched">Somebody with write access asked for this very head: what a fork needs.</param>
public sealed record QueueRequest(Actor? By, Permission Permission, Sha Head, Priority Priority, DateTimeOffset At, bool Vouched)
{
    /// <summary>The lane that it was asked for; null: not noted.</summary>
    public string? Base { get; init; }

    /// <summary>By the label: taking it off again withdraws.</summary>
    public bool ByLabel { get; init; }

    /// <summary>Logins of others with write access who asked for this very head: of several one stands for it.</summary>
    public Row<string> Also { get; init; } = [];

    /// <summary>The author of a pull aims it where they like: who vouched for a fork did so for where it was to land then.</summary>
    public bool IsVouchedFor(string lane) => Vouched && (Base is null || Base == lane);
}

/// <summary>A pull's place with its lane.</summary>
/// <param name="Fails">Probability that it breaks a build by itself, 0 to 1.</param>
/// <param name="Alone">Tested in a batch of its own.</param>
public sealed record Admission(
    int Ticket,
    Sha Head,
    string Base,
    Priority Priority,
    DateTimeOffset Since,
    double Fails,
    Band Band,
    bool Alone,
    OriginClass Origin,
    string Author
)
{
    /// <summary>The agent that made it, by name; null: it is no agent's.</summary>
    public string? Agent { get; init; }

    /// <summary>Who asked the agent for it; null: nobody is known.</summary>
    public string? Sponsor { get; init; }

    /// <summary>The policy is defensive for it: it bakes longest, and a person is asked where nothing is sure.</summary>
    public bool Defensive { get; init; }

    /// <summary>The pulls that it stands on, landed or not; ascending.</summary>
    public Row<int> After { get; init; } = [];

    /// <summary>The head of what it stands on, where its own work begins; null: it begins at the base.</summary>
    public Sha? Upon { get; init; }

    /// <summary>The branch that GitHub shows as its base: another's head, and not the lane. Null: it is the lane.</summary>
    public string? Aim { get; init; }

    /// <summary>This very head was put out for failing before: who asks for it again thinks that it was a flake.</summary>
    public bool Returned { get; init; }
}

/// <summary>Somebody keeps a pull back: for a time, so that nothing is held for ever because it was forgotten.</summary>
public sealed record Hold(Actor By, string Reason, DateTimeOffset Since)
{
    /// <summary>As long as one lasts of which nobody said how long.</summary>
    public static TimeSpan Usual { get; } = TimeSpan.FromDays(7);

    /// <summary>Null: nobody said.</summary>
    public DateTimeOffset? Ends { get; init; }

    public DateTimeOffset Until => Ends ?? Since + Usual;
}

/// <param name="Comment">In which it was said: it counts while that stands. Null: an older version of this program took it in.</param>
public sealed record RiskAcceptance(Actor By, Sha Head, string Reason, long? Comment = null);

/// <summary>Where a pull stands, why, and what to do: rendered by comment, check run, record and page alike.</summary>
/// <param name="Reason">One sentence.</param>
public sealed record Standing(PullState State, Code Code, string Reason, NextAction Next, DateTimeOffset Since)
{
    public static Standing None { get; } = new(PullState.Unqueued, Code.None, "", NextAction.None, default);

    public Sha? Head { get; init; }

    public int? Position { get; init; }

    public string? Batch { get; init; }

    public DateTimeOffset? RetryAfter { get; init; }

    public bool Retryable { get; init; }

    public Row<Check> Checks { get; init; } = [];

    public double? Confidence { get; init; }

    public Row<int> With { get; init; } = [];

    public Sha? LandedSha { get; init; }

    /// <summary>Somebody merged it without the queue, as far as is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByOthers { get; init; }

    public ReleaseWord? Release { get; init; }
}

/// <summary>What is said of a head's origin and risk.</summary>
public sealed record Assessment(Sha Head, OriginAssessment Origin, RiskAssessment Risk);

/// <summary>Where a pull comes from.</summary>
/// <param name="Agent">Its name, such as <c>Claude Code</c>; null without an agent.</param>
/// <param name="Level">1 chat, 2 agent with a person, 3 autonomous; null: unknown.</param>
/// <param name="Sponsor">The login of the person who asked for it.</param>
/// <param name="Share">Share of its commits by agents, 0 to 1.</param>
public sealed record OriginAssessment(OriginClass Class, string? Agent, int? Level, string? Sponsor, double Share, Row<Evidence> Evidence)
{
    public static OriginAssessment None { get; } = new(OriginClass.None, null, null, null, 0, []);

    /// <summary>True when the sponsor is the account that opened the pull; one that is only named in text may have been made up.</summary>
    public bool SponsorAttested { get; init; }

    /// <summary>Which model the agent worked with, with its version, as its commits say; null: none says.</summary>
    public string? Model { get; init; }

    /// <summary>At level 3: somebody asked for it by name, or a person committed after the agent.</summary>
    public bool Supervised { get; init; }
}

/// <param name="Strength">Attested may grant; everything else may only raise scrutiny.</param>
public sealed record Evidence(EvidenceStrength Strength, string Agent, string What);

public enum EvidenceStrength
{
    Style,
    Declared,
    Structural,
    Attested,
}

/// <param name="Score">Probability, 0 to 1, that it is a bad change.</param>
/// <param name="Fails">Probability that it breaks a build.</param>
/// <param name="Reasons">In words, heaviest first.</param>
public sealed record RiskAssessment(Band Band, double Score, double Fails, Row<string> Reasons)
{
    /// <summary>What the label is worth in this repository: one phrase.</summary>
    public string Worth { get; init; } = TrackRecord.NoneYet;

    /// <summary>The score alone makes it that: no floor holds it there, and no advisor raised it.</summary>
    public bool ByScore { get; init; }

    /// <summary>In the audit sample (<c>risk.audit</c>): it needs one approval less than its score asks for.</summary>
    public bool Audited { get; init; }

    /// <summary>What it was scored by, for learning from how it ends; the first six of Kamei's features, or all thirteen.</summary>
    public Row<double> Features { get; init; } = [];
}

/// <summary>An answer to a command that is due.</summary>
/// <param name="Text">Null: only the reaction.</param>
public sealed record Reply(long Comment, string Reaction, string? Text);
