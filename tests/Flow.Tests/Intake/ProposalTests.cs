using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>The check run on a head that changes sluice.yml.</summary>
public sealed class ProposalTests
{
    private static readonly Row<Setting> InForce = PolicyReader.Read("queue: { slots: 2 }").Settings;

    [Fact]
    public void Faults_are_a_failure_with_a_note_at_each_line_and_the_pull_stays_unqueued()
    {
        var plan = PullDecider.Decide(Proposing("queue:\n  slotz: 3\n  retries: many\n"));

        var check = Check(plan);
        Assert.Equal(("sluice / config", CheckState.Failure, "2 faults", (long?)null), (check.Name, check.State, check.Title, check.Id));
        Assert.Equal(
            [(".github/sluice.yml", 2, 3), (".github/sluice.yml", 3, 12)],
            check.Annotations.Select(note => (note.Path, note.Line, note.Column))
        );
        Assert.Equal(PullState.Unqueued, plan.Next.Standing.State);
        Assert.DoesNotContain(plan.Moves, move => move is PullMove.PutComment);
    }

    [Fact]
    public void What_would_change_is_told_and_nothing_of_it_holds()
    {
        var seen = Proposing("queue: { slots: 9 }\nflow: { approvals: { low: 0, medium: 0, high: 0 } }");
        var check = Check(PullDecider.Decide(seen));

        Assert.Equal((CheckState.Success, "3 settings change"), (check.State, check.Title));
        Assert.Contains("| `queue.slots` | `2` | `9` |", check.Summary, StringComparison.Ordinal);
        Assert.Empty(check.Annotations);
        Assert.Equal(Policy.Default, seen.Policy);
    }

    [Fact]
    public void What_stands_there_already_is_not_written_again() =>
        Assert.DoesNotContain(PullDecider.Decide(Proposing("queue: []").Turned()).Moves, move => move is PullMove.PutCheck);

    [Fact]
    public void Another_policy_in_force_changes_the_run_in_place_and_adds_no_note_twice()
    {
        var told = Proposing("queue: { slots: 9 }").Turned();
        var check = Check(
            PullDecider.Decide(
                told with
                {
                    Proposal = Proposal.Of("queue: { slots: 9 }", PolicyReader.Read("queue: { slots: 3 }").Settings),
                }
            )
        );

        Assert.Equal(told.Shown.Config!.Id, check.Id);
        Assert.Contains("| `3` | `9` |", check.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_faults_are_a_run_of_their_own() =>
        Assert.Null(Check(PullDecider.Decide(Proposing("queue: []").Turned() with { Proposal = Proposal.Of("flow: []", InForce) })).Id);

    [Fact]
    public void A_closed_pull_is_told_nothing() =>
        Assert.Empty(PullDecider.Decide(Proposing("queue: []").With(pull => pull with { Open = false })).Moves.OfType<PullMove.PutCheck>());

    private static PullSeen Proposing(string text) => Pull.Seen() with { Proposal = Proposal.Of(text, InForce) };

    private static PullMove.PutCheck Check(Plan<PullLedger, PullMove> plan) => Assert.Single(plan.Moves.OfType<PullMove.PutCheck>());
}
