using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class BlameSayings : ISayings
{
    private static readonly Factor Place = new(
        "place",
        6.6,
        "100% of the extra errors are at route /orders/coupon, which lib/discount.awk serves; 1 of 8 changes does so"
    );

    public static Suspicion Suspect { get; } =
        new(12, 0.17, 0.61, [new Factor("prior", 1, "its risk was medium, 3% to be a bad change"), Place]);

    public static Suspicion Nobody { get; } =
        new(null, 0.11, 0.2, [new Factor("prior", 1, "something under the canary fails now and then, whatever is deployed")]);

    private static Suspicion Bare { get; } = Suspect with { Factors = [Suspect.Factors[0]] };

    private static Canary Tried { get; } =
        new("c1", Pull.Head(9), Pull.Head(8), [Landed(12), Landed(13), Landed(15)], CanaryPhase.Splitting, 0, Pull.Now, null, null)
        {
            Trials = [new Trial([13, 15], Verdict.Healthy, -3, Pull.Now), new Trial([12], Verdict.Regressed, 9, Pull.Now)],
        };

    public IEnumerable<Saying> All() =>
        [
            Say("OnlyReverts", BlameWords.OnlyReverts()),
            Say("OnlyChange", BlameWords.OnlyChange()),
            Say("BadByItself", BlameWords.BadByItself(Tried)),
            Say(
                "BadByItself.Pair",
                BlameWords.BadByItself(
                    Tried with
                    {
                        Pulls = [Landed(12), Landed(13)],
                        Trials = [new Trial([12], Verdict.Regressed, 9, Pull.Now)],
                    }
                )
            ),
            Say("NoneOfThem", BlameWords.NoneOfThem(Nobody)),
            Say(
                "NoneOfThem.Spread",
                BlameWords.NoneOfThem(
                    Nobody with
                    {
                        Factors = [.. Nobody.Factors, new Factor("timing", 2, "it failed only long after the deployment")],
                    }
                )
            ),
            Say("BlamesRevert", BlameWords.BlamesRevert(14)),
            Say("NotFound", BlameWords.NotFound(6, Suspect)),
            Say("Unclear", BlameWords.Unclear(Suspect)),
            Say("NotTried", BlameWords.NotTried(CanaryWords.NotComposed())),
            Say("Evidence", BlameWords.Evidence(Suspect)),
            Say("Evidence.None", BlameWords.Evidence(Bare)),
            Say("Chief", BlameWords.Chief(Suspect)),
            Say("Chief.None", BlameWords.Chief(Bare)),
            Say("Percent", BlameWords.Percent(0.9999)),
            Say("Times", BlameWords.Times(6.6)),
            Say("Times.Against", BlameWords.Times(0.05)),
        ];

    private static LandedPull Landed(int number) =>
        new(
            1,
            number,
            $"Change {number}",
            "ada",
            Pull.Head(),
            Pull.Head(8),
            Pull.Head(9),
            Pull.Head(9),
            "main",
            Band.Low,
            0.05,
            [],
            Pull.Now
        );

    private static Saying Say(string name, string text) => new("BlameWords." + name, text);
}
