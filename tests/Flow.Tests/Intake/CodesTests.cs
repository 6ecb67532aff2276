using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>One row for each way in which a pull that is asked for stands: what it sees, and what it is told.</summary>
public sealed class CodesTests
{
    private static readonly Check Red = new("ci/test", 1, null, CheckState.Failure, null, null, null);

    private static readonly BranchRules Demanding = BranchRules.None with { Names = [new RequiredCheck("ci/test", null)] };

    private static readonly Policy Green = Policy.Default with { Queue = new QueuePolicy { Head = HeadRule.Green } };

    public static TheoryData<string, PullState, Code, NextAction> Ways() =>
        new()
        {
            { "nothing in the way", PullState.Queued, Code.Queued, NextAction.Wait },
            { "draft", PullState.Waiting, Code.Draft, NextAction.MarkReady },
            { "wip", PullState.Waiting, Code.Draft, NextAction.MarkReady },
            { "closed", PullState.Unqueued, Code.None, NextAction.None },
            { "unread", PullState.Waiting, Code.Queued, NextAction.Wait },
            { "no lane", PullState.Held, Code.ConfigInvalid, NextAction.AskMaintainer },
            { "native queue", PullState.Held, Code.ConfigInvalid, NextAction.AskMaintainer },
            { "changes requested", PullState.Waiting, Code.ChangesRequested, NextAction.GetApproval },
            { "unapproved", PullState.Waiting, Code.NotApproved, NextAction.GetApproval },
            { "workflow", PullState.Ejected, Code.WorkflowPermission, NextAction.AskMaintainer },
            { "conflict", PullState.Ejected, Code.MergeConflict, NextAction.Rebase },
            { "head failed", PullState.Ejected, Code.ChecksFailed, NextAction.FixAndPush },
            { "head failed, any", PullState.Queued, Code.Queued, NextAction.Wait },
            { "head pending", PullState.Queued, Code.Queued, NextAction.Wait },
            { "head pending, green", PullState.Waiting, Code.ChecksMissing, NextAction.Wait },
            { "head silent, green", PullState.Waiting, Code.ChecksMissing, NextAction.Wait },
            { "duplicate", PullState.Held, Code.Duplicate, NextAction.AskMaintainer },
            { "duplicate, only told", PullState.Queued, Code.Queued, NextAction.Wait },
            { "outside", PullState.Waiting, Code.WipLimit, NextAction.Wait },
            { "outside, paused", PullState.Waiting, Code.WipLimit, NextAction.Wait },
            { "too many open", PullState.Waiting, Code.WipLimit, NextAction.Wait },
            { "too many open, a person", PullState.Queued, Code.Queued, NextAction.Wait },
            { "depends on one in line", PullState.Queued, Code.Queued, NextAction.Wait },
            { "depends on one that landed", PullState.Queued, Code.Queued, NextAction.Wait },
            { "depends on one that nobody queued", PullState.Waiting, Code.DependsOn, NextAction.Wait },
            { "depends on one that was closed", PullState.Waiting, Code.DependsOn, NextAction.AskMaintainer },
            { "depends on a ring", PullState.Waiting, Code.DependsOn, NextAction.AskMaintainer },
            { "doubles what it depends on", PullState.Queued, Code.Queued, NextAction.Wait },
            { "paused", PullState.Waiting, Code.Paused, NextAction.Wait },
            { "paused by somebody", PullState.Waiting, Code.Paused, NextAction.Wait },
            { "frozen", PullState.Waiting, Code.Frozen, NextAction.Wait },
            { "testing", PullState.Testing, Code.Testing, NextAction.Wait },
            { "testing, paused", PullState.Testing, Code.Testing, NextAction.Wait },
            { "flaky", PullState.Waiting, Code.FlakyRetry, NextAction.Wait },
            { "base changed", PullState.Waiting, Code.BaseChanged, NextAction.Wait },
        };

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_pull_that_is_asked_for_is_told_where_it_stands(string way, PullState state, Code code, NextAction next)
    {
        var standing = PullDecider.Decide(Seen(way)).Next.Standing;

        Assert.Equal((state, code, next), (standing.State, standing.Code, standing.Next));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void It_has_a_place_with_its_lane_exactly_when_no_rule_is_in_the_way(string way, PullState state, Code code, NextAction next)
    {
        var hasPlace =
            state is PullState.Queued or PullState.Testing
            || code is Code.Paused or Code.Frozen or Code.FlakyRetry or Code.BaseChanged
            || way.StartsWith("outside", StringComparison.Ordinal);
        var plan = PullDecider.Decide(Seen(way)).Next;

        Assert.Equal((hasPlace, next), (plan.Admission is not null, plan.Standing.Next));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Deciding_twice_says_and_writes_nothing_new(string way, PullState state, Code code, NextAction next)
    {
        var seen = Seen(way).Turned();
        var again = PullDecider.Decide(seen);

        Assert.Empty(again.Moves);
        Assert.Empty(again.Journal);
        Assert.Equal(
            (seen.Ledger, state, code, next),
            (again.Next, again.Next.Standing.State, again.Next.Standing.Code, again.Next.Standing.Next)
        );
    }

    internal static PullSeen Doubling(PullSeen seen)
    {
        var print = Fingerprint.Of(seen.Pull, "+++ b/a\n@@ -0,0 +1 @@\n+new").With(seen.Pull, false);
        return seen.From(PullLedger.New with { Print = print }) with { Print = print, Twin = new Twin(7, TwinKind.Change, false) };
    }

    internal static PullSeen Seen(string way)
    {
        var asked = Pull.Seen().Labelled(Pull.Ada);
        return way switch
        {
            "nothing in the way" => asked,
            "draft" => asked.With(pull => pull with { Draft = true }),
            "wip" => asked.With(pull => pull with { Title = "[WIP] Round prices" }),
            "closed" => asked.With(pull => pull with { Open = false }),
            "unread" => asked with { Change = null },
            "no lane" => asked.With(pull => pull with { Base = "next" }),
            "native queue" => asked with { Rules = BranchRules.None with { NativeQueue = true } },
            "changes requested" => asked with
            {
                Reviews = [Pull.Approval(Pull.Bo), Pull.Approval(Pull.Cy) with { State = ReviewState.ChangesRequested }],
            },
            "unapproved" => asked with { Reviews = [] },
            "workflow" => asked with { Change = asked.Change! with { Files = [new FileChange(".github/workflows/ci.yml", 1, 0)] } },
            "conflict" => asked with { Conflicts = true },
            "head failed" => asked with { Rules = Demanding, Checks = [Red] },
            "head failed, any" => asked with
            {
                Rules = Demanding,
                Checks = [Red],
                Policy = Green with { Queue = new QueuePolicy { Head = HeadRule.Any } },
            },
            "head pending" => asked with { Rules = Demanding, Checks = [Red with { State = CheckState.Running }] },
            "head pending, green" => asked with { Rules = Demanding, Checks = [Red with { State = CheckState.Running }], Policy = Green },
            "head silent, green" => asked with { Policy = Green },
            "duplicate" => Doubling(asked),
            "duplicate, only told" => Doubling(asked) with
            {
                Policy = Policy.Default with { Flow = new FlowPolicy { Duplicates = Duplicates.Comment } },
            },
            "outside" => asked with
            {
                Lane = Pull.Word(PullState.Waiting, Code.WipLimit) with
                {
                    Position = 9,
                    Because = "ada has 10 pull requests in the queue.",
                    Until = Pull.Now.AddMinutes(8),
                },
            },
            "outside, paused" => Seen("outside") with { LanePaused = "a person paused it" },
            "too many open" => asked.With(pull => pull with { HeadRef = "claude/fix" }) with { OpenBefore = 20 },
            "too many open, a person" => asked with { OpenBefore = 20 },
            "depends on one in line" => asked with { Parents = [new Parent(7, ParentKind.Said, ParentState.InLane)] },
            "depends on one that landed" => asked with { Parents = [new Parent(7, ParentKind.Branch, ParentState.Landed)] },
            "depends on one that nobody queued" => asked with
            {
                Parents = [new Parent(7, ParentKind.Said, ParentState.InLane), new Parent(8, ParentKind.Said, ParentState.Out)],
            },
            "depends on one that was closed" => asked with { Parents = [new Parent(7, ParentKind.Said, ParentState.Closed)] },
            "depends on a ring" => asked with { Parents = [new Parent(7, ParentKind.Said, ParentState.Cycle)] },
            "doubles what it depends on" => Doubling(asked) is var like
                ? like with
                {
                    Parents = [new Parent(like.Twin!.Number, ParentKind.Said, ParentState.InLane)],
                }
                : asked,
            "paused" => asked with { LanePaused = "a person paused it" },
            "paused by somebody" => asked with { LanePausedBy = new PausedBy("cy", "release day", Pull.Now) },
            "frozen" => asked with
            {
                Lane = Pull.Word(PullState.Waiting, Code.Frozen) with { Because = "weekend", Until = Pull.Now.AddHours(9) },
            },
            "testing" => asked with { Lane = Pull.Word(PullState.Testing, Code.Testing) },
            "testing, paused" => asked with { Lane = Pull.Word(PullState.Testing, Code.Testing), LanePaused = "a person paused it" },
            "flaky" => asked with { Lane = Pull.Word(PullState.Waiting, Code.FlakyRetry) },
            "base changed" => asked with { Lane = Pull.Word(PullState.Waiting, Code.BaseChanged) },
            _ => throw new ArgumentException(way),
        };
    }
}
