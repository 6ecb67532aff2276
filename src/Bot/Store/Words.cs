using System.Collections.Frozen;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Store;

/// <summary>The stable word under which each kind of fact and of subject is stored. A word is never changed or used again.</summary>
internal static class Words
{
    public static FrozenDictionary<Type, string> Facts { get; } =
        new Dictionary<Type, string>
        {
            [typeof(RepositoryFact)] = "repository",
            [typeof(PullFact)] = "pull",
            [typeof(CheckFact)] = "check",
            [typeof(ReviewFact)] = "review",
            [typeof(CommentFact)] = "comment",
            [typeof(LabelFact)] = "label",
            [typeof(BranchFact)] = "branch",
            [typeof(DeploymentFact)] = "deployment",
            [typeof(PermissionFact)] = "permission",
            [typeof(StandsForFact)] = "stands_for",
            [typeof(CompositionFact)] = "composition",
            [typeof(ReadingFact)] = "reading",
            [typeof(RulesFact)] = "rules",
            [typeof(RevertFact)] = "revert",
            [typeof(InverseFact)] = "inverse",
            [typeof(PolicyFact)] = "policy",
            [typeof(AnsweredFact)] = "answered",
            [typeof(LaneOrderFact)] = "lane_order",
            [typeof(CanaryOrderFact)] = "canary_order",
            [typeof(LandingRefusedFact)] = "landing_refused",
            [typeof(LandingTakenFact)] = "landing_taken",
            [typeof(OwnHeadFact)] = "own_head",
            [typeof(HeadMovedFact)] = "head_moved",
            [typeof(StackFact)] = "stack",
            [typeof(ChildFact)] = "child",
            [typeof(NoPullFact)] = "no_pull",
            [typeof(AimFact)] = "aim",
            [typeof(HeadDroppedFact)] = "head_dropped",
            [typeof(HabitsFact)] = "habits",
            [typeof(RerunRefusedFact)] = "rerun_refused",
            [typeof(RevertRefusedFact)] = "revert_refused",
            [typeof(PartFact)] = "part",
            [typeof(RelandFact)] = "reland",
            [typeof(BudgetFact)] = "budget",
            [typeof(IssueFact)] = "issue",
            [typeof(ReconciledFact)] = "reconciled",
            [typeof(TargetsFact)] = "targets",
            [typeof(TryFact)] = "try",
            [typeof(AdviceFact)] = "advice",
            [typeof(RehearsalFact)] = "rehearsal",
            [typeof(ViaFact)] = "via",
            [typeof(SignatureFact)] = "signature",
            [typeof(DispatchFact)] = "dispatch",
        }.ToFrozenDictionary();

    public static FrozenDictionary<Type, string> Subjects { get; } =
        new Dictionary<Type, string>
        {
            [typeof(PullSubject)] = "pull",
            [typeof(LaneSubject)] = "lane",
            [typeof(EnvironmentSubject)] = "environment",
        }.ToFrozenDictionary();

    public static string Of(Fact fact) => Facts[fact.GetType()];

    public static string Of(Subject subject) => Subjects[subject.GetType()];
}
