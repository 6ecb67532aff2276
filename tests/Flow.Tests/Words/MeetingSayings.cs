using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class MeetingSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            new("Meetings.Says", Meetings.Says(new Encounter([new Clash(7, ["shop/price.py"])], []))!),
            new(
                "Meetings.Says.Many",
                Meetings.Says(
                    new Encounter(
                        [new Clash(7, ["a", "b", "c"]), new Clash(9, ["d", "e"]), new Clash(11, [Told.Hostile])],
                        [new HotFile("a", 7), new HotFile(Told.Hostile, 4)]
                    )
                )!
            ),
            new("Meetings.Says.Hot", Meetings.Says(new Encounter([], [new HotFile("a", 7)]))!),
        ];
}
