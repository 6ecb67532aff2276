using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class ShadowSayings : ISayings
{
    private static readonly Blame Blame = new(12, 0.97, "it is the only change on the canary");

    public IEnumerable<Saying> All() =>
        [
            Say(
                "Told",
                ShadowWords.Told(
                    new Canary("c1", Pull.Head(9), Pull.Head(8), [CanarySayings.Landed(12)], CanaryPhase.Baking, 0, Pull.Now, null, null)
                    {
                        Would = new WouldHave(
                            WouldDo.RollBack,
                            Pull.Now,
                            Blame,
                            ShadowWords.RolledBack(Pull.Now, ShadowWords.Blames(Blame, true))
                        ),
                    }
                )
            ),
            Say("Would", ShadowWords.Would(WouldDo.Promote, Pull.Now)),
            Say("Would.RollBack", ShadowWords.Would(WouldDo.RollBack, Pull.Now)),
            Say("Would.Ask", ShadowWords.Would(WouldDo.Ask, Pull.Now)),
            Say("Untrusted", ShadowWords.Untrusted(Pull.Now)),
            Say("RolledBack", ShadowWords.RolledBack(Pull.Now, ShadowWords.Whole([12, 13]))),
            Say("Blames", ShadowWords.Blames(Blame, true)),
            Say("Blames.Approved", ShadowWords.Blames(Blame, false)),
            Say("Whole", ShadowWords.Whole([12, 13])),
            Say("Asks", ShadowWords.Asks(BlameWords.NoneOfThem(BlameSayings.Nobody))),
            Say("Splits", ShadowWords.Splits(BlameSayings.Suspect)),
            Say("Splits.Nobody", ShadowWords.Splits(null)),
        ];

    private static Saying Say(string name, string text) => new($"ShadowWords.{name}", text);
}
