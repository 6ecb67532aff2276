using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class OutsideSayings : ISayings
{
    private static readonly InLine Overtaken = new(12, 1, Pull.Now)
    {
        Overtaken = Pull.Now,
        Due = Pull.Now.AddHours(6),
        Passed =
        [
            new Passing(14, PassedBy.Priority),
            new Passing(15, PassedBy.Readiness),
            new Passing(16, PassedBy.Readiness),
            new Passing(17, PassedBy.Suspicion),
        ],
    };

    public IEnumerable<Saying> All() =>
        [
            Say("Agent", OutsideBy.Agent, "Claude Code", 5),
            Say("Sponsor", OutsideBy.Sponsor, "ada", 10),
            Say("Author", OutsideBy.Author, "ada", 1),
            Say("CiMinutes", OutsideBy.CiMinutes, "Claude Code", 600),
            Say("ShutOut", OutsideBy.Agent, "Claude Code", 0),
            new(
                "OutsideWords.Says.Pressure",
                OutsideWords.Says(new Outsider(12, 1, Pull.Now, OutsideBy.Pressure, "", 40, 8, 3) { Because = TideWords.High(null) })
            ),
            new("OvertakingWords.Says", OvertakingWords.Says(Overtaken, Pull.Now)!),
            new(
                "OvertakingWords.Says.Due",
                OvertakingWords.Says(Overtaken with { Passed = [new Passing(14, PassedBy.Priority)] }, Pull.Now.AddHours(9))!
            ),
            new("OutsideWords.Changed", OutsideWords.Changed(Begun with { Limit = 8 }, Begun with { Clean = 2, Harmful = 1 })),
            new(
                "OutsideWords.Changed.Sponsor",
                OutsideWords.Changed(
                    Begun with
                    {
                        Kind = PartyKind.Sponsor,
                        Name = "ada",
                    },
                    Begun with
                    {
                        Kind = PartyKind.Sponsor,
                        Name = "ada",
                        Limit = 1,
                        Harmful = 2,
                        Clean = 1,
                    }
                )
            ),
            new("OutsideWords.Stands", OutsideWords.Stands(Begun)),
            new("OutsideWords.Stands.Reset", OutsideWords.Stands(Begun with { Reset = Pull.Now })),
        ];

    private static readonly Allowance Begun = new(PartyKind.Agent, "Claude Code", 5, 5);

    private static Saying Say(string name, OutsideBy by, string whose, int limit) =>
        new("OutsideWords.Says." + name, OutsideWords.Says(new Outsider(12, 1, Pull.Now, by, whose, limit, limit, 3)));
}
