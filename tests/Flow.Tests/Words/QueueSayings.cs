using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class QueueSayings : ISayings
{
    private static readonly Landing Landing = new("b7", Pull.Head(8), Pull.Head(9), Pull.Head(10), Pull.Now);

    private static readonly Check Cancelled = Told.Broken with { State = CheckState.Cancelled };

    public IEnumerable<Saying> All() => [.. Builds(), .. Ends(), .. Lanes()];

    private static IEnumerable<Saying> Builds() =>
        [
            Say("MergeRefused", QueueWords.MergeRefused(12, MergeMethod.Squash, "Squash merges are not allowed on this repository.")),
            Say("Building", QueueWords.Building("b7", [12, 13], Pull.Head(9))),
            Say("Passed", QueueWords.Passed("b7", [12, 13])),
            Say("Failed", QueueWords.Failed("b7", [12, 13], [Told.Broken, Told.Missing])),
            Say("NoVerdict", QueueWords.NoVerdict("b7", [12], QueueWords.CutShort([Cancelled]))),
            Say("NotBuilt", QueueWords.NotBuilt(BreakerWords.Keeps(new Breaker(BreakerKind.Ci, BreakerState.Open, Pull.Now, 1, null)))),
            Say("BuiltMeanwhile", QueueWords.BuiltMeanwhile(BudgetWords.Keeps(BudgetLevel.Frozen, false))),
            Say("NeverReported", QueueWords.NeverReported(["ci/test", "ci/lint"], TimeSpan.FromMinutes(60))),
            Say("TooLong", QueueWords.TooLong([Told.Broken with { State = CheckState.Running }], [], TimeSpan.FromMinutes(60))),
            Say(
                "TooLong.Missing",
                QueueWords.TooLong([Told.Broken with { State = CheckState.TimedOut }], ["ci/lint"], TimeSpan.FromHours(3))
            ),
            Say(
                "CutShort",
                QueueWords.CutShort([
                    Cancelled,
                    Told.Broken with
                    {
                        State = CheckState.ActionRequired,
                    },
                    Told.Broken with
                    {
                        State = CheckState.StartupFailure,
                    },
                ])
            ),
        ];

    private static IEnumerable<Saying> Ends() =>
        [
            Say("NotAimed", QueueWords.NotAimed("main", "A pull request already exists for acme:fix.\n")),
            Say("Follows", QueueWords.Follows([7, 9])),
            Say("WaitsBehind", QueueWords.WaitsBehind(12, [13], ["shop/price.py"])),
            Say("MayLandFirst", QueueWords.MayLandFirst([13], ["shop/price.py", "shop/tax.py"])),
            Say("Conflicts", QueueWords.Conflicts("main", ["a", "b", "c", "d", "e", "f", "g"])),
            Say("MergedOtherwise", QueueWords.MergedOtherwise("main")),
            Say("Conflicts.Unnamed", QueueWords.Conflicts("main", [])),
            Say("Flaky", QueueWords.Flaky([Told.Broken])),
            Say("Remade", QueueWords.Remade()),
            Say("Broke", QueueWords.Broke([Told.Broken], "main")),
            Say("Broke.At", QueueWords.Broke([Told.Broken], "main", "shop/price.py")),
            Say("Broke.Unnamed", QueueWords.Broke([], "main")),
            Say("BrokeBeside", QueueWords.BrokeBeside([Told.Broken], [13])),
            Say("BrokeAmong", QueueWords.BrokeAmong([Told.Broken], [13], [])),
            Say("BrokeAmong.Many", QueueWords.BrokeAmong([Told.Broken], [13, 14], [])),
            Say("BrokeAmong.Left", QueueWords.BrokeAmong([Told.Broken], [], [13])),
            Say("BrokeAmong.ManyLeft", QueueWords.BrokeAmong([Told.Broken], [], [13, 14])),
            Say("BrokeAmong.SomeLeft", QueueWords.BrokeAmong([Told.Broken], [13], [14])),
            Say("BrokeBeside.Many", QueueWords.BrokeBeside([Told.Broken], [13, 14])),
            Say("Out", QueueWords.Out(12, QueueWords.Broke([Told.Broken], "main"))),
            Say("CandidateRefused", QueueWords.CandidateRefused("too large\n")),
            Say("Signs", QueueWords.Signs("main")),
            Say("Unsigned", QueueWords.Unsigned("main", "Commits must have verified signatures. Found 1 violation: 3f2a1b\n")),
            Say("CommitRefused", QueueWords.CommitRefused("main", "Commit message must start with \"SHOP-\". Found 1 violation: 3f2a1b\n")),
            Say(
                "CommitsRefused",
                QueueWords.CommitsRefused(12, "main", "Commit message must start with \"SHOP-\". Found 1 violation: 3f2a1b\n")
            ),
            Say("WorkflowRefused", QueueWords.WorkflowRefused("refusing to allow a GitHub App to create or update workflow.\n")),
        ];

    private static IEnumerable<Saying> Lanes() =>
        [
            Say("Landed", QueueWords.Landed([12, 13], "main", Pull.Head(9))),
            Say("Pushed", QueueWords.Pushed("main", Pull.Head(8), Pull.Head(9))),
            Say("Replaced", QueueWords.Replaced("main", Pull.Head(8), Pull.Head(9))),
            Say("Stalled", QueueWords.Stalled("main")),
            Say("OtherTree", QueueWords.OtherTree("main", Pull.Head(11), Pull.Head(12), Landing)),
            Say("PushRefused", QueueWords.PushRefused([12], "main", "protected branch hook declined.\n")),
            Say("PushRefused.Many", QueueWords.PushRefused([12, 13], "main", "commit messages must match a pattern.\n")),
            Say("BranchRefused", QueueWords.BranchRefused("sluice/queue/main/b7", "creations being restricted.\n")),
            Say("TriedAgain", QueueWords.TriedAgain(QueueWords.PushRefused([12], "main", "declined."), TimeSpan.FromMinutes(10))),
        ];

    private static Saying Say(string name, string text) => new("QueueWords." + name, text);
}
