using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class RevertSayings : ISayings
{
    private static readonly LandedPull One = Landed(12, "Round prices to cents");

    private static readonly LandedPull Other = Landed(13, Told.Hostile);

    public IEnumerable<Saying> All() =>
        [
            Say("Title", RevertWords.Title([One])),
            Say("Title.Many", RevertWords.Title([Other, One])),
            Say("Nothing", RevertWords.Nothing("main")),
            Say("Body", RevertWords.Body(Regressed(One), [One], [])),
            Say("Body.Later", RevertWords.Body(Regressed(One), [One], [15, 17])),
            Say(
                "Body.Suspects",
                RevertWords.Body(Regressed(One, Other) with { Suspects = [BlameSayings.Suspect, BlameSayings.Nobody] }, [One], [])
            ),
            Say("Body.Many", RevertWords.Body(Regressed(One, Other), [Other, One], [])),
            Say("Body.Hostile", RevertWords.Body(Regressed(One) with { Blame = new Blame(12, 0.97, Told.Hostile) }, [One], [])),
            Say(
                "Body.Many.Hostile",
                RevertWords.Body(Regressed(One, Other) with { Blame = new Blame(12, 0.97, Told.Hostile) }, [Other, One], [])
            ),
            Say("AskedBody", RevertWords.AskedBody(OrderSayings.Asked)),
            Say("Again", RevertWords.Again(One)),
            Say("AgainBody", RevertWords.AgainBody(OrderSayings.Asked)),
        ];

    private static Canary Regressed(params Row<LandedPull> pulls) =>
        new(
            "c1",
            Pull.Head(9),
            Pull.Head(8),
            pulls,
            CanaryPhase.RollingBack,
            0,
            Pull.Now,
            Pull.Now,
            new CanaryVerdict(Verdict.Regressed, 0.9, [], "The canary is worse (errors: 61 against 15).", Pull.Now)
        )
        {
            Blame = new Blame(12, 0.97, "it is the only pull request of the canary"),
        };

    private static LandedPull Landed(int number, string title) =>
        new(
            number,
            number,
            title,
            "ada",
            Pull.Head(number),
            Pull.Head(8),
            Pull.Head(9),
            Pull.Head(number + 50),
            "main",
            Band.Medium,
            0.05,
            [],
            Pull.Now
        );

    private static Saying Say(string name, string text) => new("RevertWords." + name, text);
}
