using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Words;

internal sealed class BreakerSayings : ISayings
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public IEnumerable<Saying> All() =>
        [
            Say("Keeps", BreakerWords.Keeps(Open(BreakerKind.Deploys))),
            Say("Keeps.HalfOpen", BreakerWords.Keeps(Open(BreakerKind.Deploys) with { State = BreakerState.HalfOpen })),
            Say("Keeps.Ci", BreakerWords.Keeps(Open(BreakerKind.Ci))),
            Say("Keeps.Ci.HalfOpen", BreakerWords.Keeps(Open(BreakerKind.Ci) with { State = BreakerState.HalfOpen })),
            Say("Unasked", BreakerWords.Unasked()),
            Say("Opened", BreakerWords.Opened(Open(BreakerKind.Reverts))),
            Say("Tried", BreakerWords.Tried(Open(BreakerKind.Reverts))),
            Say("Closed", BreakerWords.Closed(BreakerKind.Metrics)),
            Say("ClosedBy", BreakerWords.ClosedBy(BreakerKind.Deploys)),
            Say("Mark", BreakerWords.Mark(BreakerKind.Ci, "main")),
            Say("Away", BreakerWords.Away(Now, Now.AddMinutes(42))),
            Say("AwayFor", BreakerWords.AwayFor(Now, Now.AddMinutes(42))),
            Say("IsAway", BreakerWords.IsAway(Open(BreakerKind.GitHub), Now.AddMinutes(-2))),
            Say("Keeps.GitHub", BreakerWords.Keeps(Open(BreakerKind.GitHub))),
            Say("Name", BreakerWords.Name(BreakerKind.Deploys)),
            Say("Over", BreakerWords.Over(BreakerKind.Deploys)),
            .. Enum.GetValues<BreakerKind>()
                .SelectMany(kind =>
                    new[] { Say($"Title.{kind}", BreakerWords.Title(kind)), Say($"Body.{kind}", BreakerWords.Body(Open(kind))) }
                ),
            Say("Body.OfLane", BreakerWords.Body(Open(BreakerKind.Ci), "main")),
            Say("Body.HalfOpen", BreakerWords.Body(Open(BreakerKind.Deploys) with { State = BreakerState.HalfOpen, TryAt = null })),
        ];

    private static Breaker Open(BreakerKind kind) =>
        new(
            kind,
            BreakerState.Open,
            Now,
            1,
            kind is BreakerKind.Deploys or BreakerKind.Reverts or BreakerKind.GitHub ? Now.AddMinutes(30) : null
        );

    private static Saying Say(string name, string text) => new("BreakerWords." + name, text);
}
