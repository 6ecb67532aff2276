using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class ObstacleSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say(new Obstacle.Draft(false)),
            Say(new Obstacle.Draft(true), "ByTitle"),
            Say(new Obstacle.OnHold(new Hold(Pull.Bo, "wait for the tax change", Pull.Now))),
            Say(new Obstacle.OnHold(new Hold(Pull.Bo, Told.Hostile, Pull.Now)), "Hostile"),
            Say(new Obstacle.NoLane("wip", ["main"])),
            Say(new Obstacle.NoLane("wip", ["main", "next", "v2"]), "Many"),
            Say(new Obstacle.OthersQueue("main")),
            Say(new Obstacle.TeamReview("main", "db/schema.sql")),
            Say(new Obstacle.Unread()),
            Say(new Obstacle.Duplicate(new Twin(7, TwinKind.Change, false), Pull.Now)),
            new("Obstacles.Doubles.Landed", Obstacles.Doubles(new Twin(7, TwinKind.Change, true))),
            new("Obstacles.Doubles.Diff", Obstacles.Doubles(new Twin(7, TwinKind.Diff, false, Likeness: 0.91))),
            new("Obstacles.Doubles.Issue", Obstacles.Doubles(new Twin(7, TwinKind.Issue, true, 3))),
            Say(new Obstacle.ChangesRequested(["bo", "cy"])),
            Say(new Obstacle.Unapproved(new ApprovalTally([], 1, [new Demand(DemandKind.Branch, 1)]))),
            Say(
                new Obstacle.Unapproved(
                    new ApprovalTally(["bo"], 2, [new Demand(DemandKind.Risk, 2, Band.High), new Demand(DemandKind.Defensive, 2)])
                ),
                "Both"
            ),
            Say(
                new Obstacle.Unapproved(
                    new ApprovalTally(["bo"], 2, [new Demand(DemandKind.Risk, 1, Band.Medium), new Demand(DemandKind.Agent, 2)])
                ),
                "Agent"
            ),
            Say(new Obstacle.Unapproved(new ApprovalTally([], 1, [new Demand(DemandKind.Revert, 1)])), "Revert"),
            Say(new Obstacle.Unapproved(new ApprovalTally([], 1, [new Demand(DemandKind.Branch, 1)]) { OfLess = ["bo", "cy"] }), "OfLess"),
            Say(new Obstacle.Unowned([new Owned(["@cy"], "shop/price.py", 1)], [])),
            Say(
                new Obstacle.Unowned(
                    [
                        new Owned(["@cy", "@acme/pay", "docs@acme.example"], "shop/price.py", 3),
                        new Owned(["@bo"], Told.Hostile, 1),
                        new Owned(["@bo"], "c", 1),
                        new Owned(["@dee"], "d", 1),
                    ],
                    ["@acme/pay"]
                ),
                "Many"
            ),
            new("Holds.Says", Holds.Says(new Hold(Pull.Bo, "wait for the tax change", Pull.Now) { Ends = Pull.Now.AddHours(5) })),
            new("Holds.Over", Holds.Over(new Hold(Pull.Bo, Told.Hostile, Pull.Now))),
            .. Enum.GetValues<ParentState>()
                .Where(state => !new Parent(7, ParentKind.Said, state).IsMet)
                .Select(state =>
                    Say(new Obstacle.DependsOn([new Parent(7, ParentKind.Said, state) { Said = Told.Hostile }]), state.ToString())
                ),
            Say(
                new Obstacle.DependsOn([
                    .. Enumerable.Range(7, 5).Select(number => new Parent(number, ParentKind.Branch, ParentState.Out)),
                ]),
                "Many"
            ),
            Say(new Obstacle.Stranger()),
            Say(new Obstacle.StrangersCi(".github/actions/setup/action.yml")),
            Say(new Obstacle.StrangersCi("README.md", true), "Guessed"),
            Say(new Obstacle.WorkflowEdit([".github/workflows/ci.yml"])),
            Say(new Obstacle.Conflict("main")),
            Say(new Obstacle.HeadFailed([Told.Broken])),
            Say(new Obstacle.HeadUnfinished(["ci/lint"])),
            Say(new Obstacle.HeadUnfinished([]), "Nothing"),
            Say(new Obstacle.HeadUnfinished(["ci/lint"], ForGitHub: true), "ForGitHub"),
            Say(new Obstacle.OverLimit("Claude Code", 20, 3, Pull.Now)),
        ];

    private static Saying Say(Obstacle obstacle, string? which = null) =>
        new($"Obstacles.Say.{obstacle.GetType().Name}{(which is null ? "" : "." + which)}", Obstacles.Say(obstacle));
}
