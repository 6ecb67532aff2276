using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class TrySayings : ISayings
{
    public static readonly TryRun Run = new(500, Pull.Bo, Permission.Write, Pull.Head(), "main", Pull.Head(200), Pull.Now);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public IEnumerable<Saying> All() =>
        [
            Say("Marker", TryWords.Marker(500)),
            Say("UnderWay", TryWords.UnderWay(Run)),
            Say("Passed", TryWords.Passed(Run, [Told.Broken with { State = CheckState.Success }])),
            Say(
                "Failed",
                TryWords.Failed(
                    Run,
                    [Told.Broken],
                    [Told.Broken, new Check("lint | @ada", 8, 1, CheckState.Success, "javascript:alert(1)", null, null)]
                )
            ),
            Say(
                "NoVerdict",
                TryWords.NoVerdict(
                    Run,
                    [Told.Broken with { State = CheckState.Cancelled }],
                    [Told.Broken with { State = CheckState.Cancelled }]
                )
            ),
            Say(
                "TooLong",
                TryWords.TooLong(
                    Run,
                    [Told.Broken with { State = CheckState.Running }],
                    ["e2e"],
                    Hour,
                    [Told.Broken with { State = CheckState.Running }]
                )
            ),
            Say("NeverReported", TryWords.NeverReported(Run, ["any check"], Hour)),
            Say("Conflicts", TryWords.Conflicts(Run, ["shop/price.py"])),
            Say("Conflicts.Unnamed", TryWords.Conflicts(Run, [])),
            Say(
                "Refused",
                TryWords.Refused(
                    Run,
                    "refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission"
                )
            ),
            Say("NotComposed", TryWords.NotComposed(Run, Hour)),
            Say("HeadMoved", TryWords.HeadMoved(Run, Pull.Head(2))),
            Say("Retargeted", TryWords.Retargeted(Run, "next")),
            Say("Over", TryWords.Over(Run, true)),
            Say("Over.Closed", TryWords.Over(Run, false)),
            Say("NotYours", TryWords.NotYours("build.sh")),
            Say("Guarded", TryWords.Guarded(Run, "build.sh")),
        ];

    private static Saying Say(string name, string text) => new("TryWords." + name, text);
}
