using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class OrderSayings : ISayings
{
    private static readonly CanaryOrder Revert = new("production", 12, CanaryAsk.Revert, 900, Pull.Bo, Pull.Now)
    {
        Reason = "prices are wrong, ask @ada",
    };

    private static readonly CanaryOrder Extend = new("production", 12, CanaryAsk.Extend, 901, Pull.Bo, Pull.Now);

    public static AskedPull Asked { get; } = new(Revert, Landed(12));

    public IEnumerable<Saying> All() =>
        [
            Say("By", OrderWords.By(Extend)),
            Say("By.Reason", OrderWords.By(Revert)),
            Say("Named", OrderWords.Named(Revert)),
            Say(
                "Again",
                OrderWords.Again(
                    new Canary("c1", Pull.Head(9), Pull.Head(8), [Landed(12), Landed(13)], CanaryPhase.Asking, 0, Pull.Now, null, null)
                    {
                        Note = OrderWords.By(Extend),
                    }
                )
            ),
            Say("Asked", OrderWords.Asked(Revert)),
            Say("Opened", OrderWords.Opened(Revert, 14)),
            Say("Refused", OrderWords.Refused(Revert, "#12 cannot be taken back by itself: it conflicts in src/price.txt")),
            Say("NeverLanded", OrderWords.NeverLanded(12)),
            Say("IsRevert", OrderWords.IsRevert(14)),
        ];

    private static LandedPull Landed(int number) =>
        new(
            number,
            number,
            "Round prices to cents",
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

    private static Saying Say(string name, string text) => new("OrderWords." + name, text);
}
