namespace Sluice.Sim.Storms;

/// <summary>What befell one storm, counted where it struck: a draw that could not have an effect is none.</summary>
public sealed class Tally
{
    private readonly SortedDictionary<Fault, int> _counts = [];

    public IReadOnlyDictionary<Fault, int> Counts => _counts;

    public int this[Fault fault] => _counts.GetValueOrDefault(fault);

    public void Add(Fault fault) => _counts[fault] = this[fault] + 1;
}

/// <summary>Everything that a storm does to the turns, in the order in which it is told.</summary>
public enum Fault
{
    Crash,
    Rival,
    WrongClock,
    LostDelivery,
    DoubledDelivery,
    OvertakenDelivery,
    ConnectionBroke,
    AnswerLost,
    AnsweredLater,
    Refused,
    AppRefused,
    Suspended,
    HourSpent,
    Limited,
    TokenEnded,
    Unprocessed,
    SentOn,
    Renamed,
    ForkDeleted,
    MetricsDead,
    MetricGap,
    MetricLie,
    PushedToBase,
    PolicyBroken,
    ForcePushed,
    Retargeted,
    MadeDraft,
    Reopened,
    HeadMoved,
    Closed,
    Flake,
}
