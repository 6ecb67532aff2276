using System.Text;
using System.Text.Json;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>A bad canary of several: whom it blames, and how it finds out.</summary>
public sealed class SplittingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    private static readonly TimeSpan Short = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void Of_ten_without_evidence_the_culprit_is_found_by_parts_and_nine_are_kept(int culprit)
    {
        var fleet = CanaryOfTen.With(culprit);

        fleet.Run(Long);

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal((culprit, true), (Assert.Single(revert.Pulls).Number, revert.Certain));
        Assert.InRange(fleet.Ledger.Canary!.Trials.Count, 2, 7);
        Assert.DoesNotContain(fleet.Deploys, move => move.Environment == "production");
        Assert.All(
            Enumerable.Range(1, 10).Where(number => number != culprit),
            number => Assert.True(Fate.Of(fleet.Ledger, number)!.Innocent)
        );
        Assert.Empty(fleet.Branches);

        fleet.Land([901], 0.01, reverts: [culprit]);
        fleet.Run(Long);

        Assert.Equal(CanaryEnd.Promoted, fleet.Ledger.Past[^1].End);
        Assert.Equal(10, fleet.Ledger.Past[^1].Pulls.Count);
        Assert.Equal((PullState.Reverted, TakenAs.Culprit), (Fate.Of(fleet.Ledger, culprit)!.State, Fate.Of(fleet.Ledger, culprit)!.Taken));
        Assert.All(
            Enumerable.Range(1, 10).Where(number => number != culprit),
            number => Assert.Equal(PullState.Healthy, Fate.Of(fleet.Ledger, number)!.State)
        );
    }

    [Fact]
    public void Each_part_leaves_its_receipt_which_is_judged_again_to_the_byte()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.Run(Long);

        var trials = fleet.Ledger.Canary!.Trials;
        var receipts = fleet
            .Journal.Where(line => line.Kind == Receipts.Kind)
            .Select(line => Read(line.Data!))
            .ToDictionary(receipt => receipt.Canary, StringComparer.Ordinal);
        Assert.True(trials.Count >= 2);
        Assert.All(
            trials,
            trial =>
            {
                var receipt = receipts[trial.Canary!];
                Assert.True(receipt.IsSaidAgain(receipt.Again()));
                Assert.Equal((trial.Verdict, trial.LogEHarm), (receipt.Again().Verdict, receipt.Again().LogEHarm));
                Assert.Equal(trial.Pulls, receipt.Pulls);
            }
        );
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 9)]
    [InlineData(7, 8)]
    public void Of_two_culprits_one_is_found_after_the_other(int one, int other)
    {
        var fleet = CanaryOfTen.With(one);
        fleet.Badness[Fleet.Commit(other)] = 4;
        fleet.Run(Long);
        var first = Assert.Single(Assert.Single(fleet.Opened).Pulls).Number;
        Assert.True(first == one || first == other);

        fleet.Land([901], 0.01, reverts: [first]);
        fleet.Run(Long);

        Assert.Equal([one, other], fleet.Opened.Select(revert => Assert.Single(revert.Pulls).Number).Order());
        Assert.All(fleet.Opened, revert => Assert.True(revert.Certain));
    }

    [Fact]
    public void While_parts_run_nothing_else_is_deployed_and_each_commit_once()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.RunUntil(() => fleet.Ledger is { Case: not null, Canary.Phase: CanaryPhase.Baking });
        fleet.Land(11);

        fleet.Run(Long);

        var ids = fleet.Deploys.Select(move => (move.Environment, move.Payload.Id)).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(fleet.Deploys, move => Assert.DoesNotContain(11, move.Payload.Pulls));
        Assert.All(fleet.Deploys.Where(move => move.Payload.Stage == "rollback"), move => Assert.Equal(Fleet.Commit(0), move.Sha));
        Assert.All(
            fleet.Deploys.Where(move => move.Payload.Pulls.Count < 10),
            move => Assert.Equal(Fleet.Commit(0), move.Payload.PreviousSha)
        );
    }

    [Fact]
    public void While_it_is_worked_out_nobody_is_called_guilty()
    {
        var fleet = CanaryOfTen.With(7);

        fleet.RunUntil(() => fleet.Ledger.Case is { Trials.Count: 1 });

        var fate = Fate.Of(fleet.Ledger, 7)!;
        Assert.Equal((PullState.Canary, false), (fate.State, fate.Innocent));
        Assert.Contains("regressed", fate.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_frame_and_a_risk_that_fit_name_the_culprit_at_once()
    {
        var fleet = CanaryOfTen.With(7, fails: number => number == 7 ? 0.3 : 0.02);
        fleet.Symptoms = [new Symptom("errors", [new Label("frame", "Discount.apply (src/discount.ts:12)")], 90, 10)];

        fleet.Run(Long);

        Assert.Equal([7], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
        Assert.Empty(fleet.Ledger.Canary!.Trials);
        Assert.Contains("src/discount.ts", fleet.Ledger.Canary.Blame!.Evidence, StringComparison.Ordinal);
        Assert.Equal(["deploying", "baking", "regressed", "named", "rolled_back", "revert_opened"], fleet.Story);
    }

    [Fact]
    public void What_was_believed_beforehand_may_name_one_and_never_makes_it_certain()
    {
        var fleet = CanaryOfTen.With(7, fails: number => number == 7 ? 0.98 : 0.001);

        fleet.Run(Long);

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal(([7], false), (revert.Pulls.Select(pull => pull.Number).ToRow(), revert.Certain));
        Assert.InRange(fleet.Ledger.Canary!.Blame!.Confidence, 0.95, 1);
    }

    [Fact]
    public void What_builds_on_others_is_tried_with_the_oldest_instead()
    {
        var fleet = CanaryOfTen.With(7);
        foreach (var number in Enumerable.Range(2, 9))
        {
            fleet.BuildsOn[number] = number - 1;
        }

        fleet.Run(Long);

        Assert.Equal([7], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(30, true)]
    public void A_source_that_is_silent_when_the_time_of_a_part_is_up_is_waited_for_before_a_person_is_asked(int minutes, bool isAsked)
    {
        var fleet = CanaryOfTen.With(
            7,
            policy: new CanaryPolicy
            {
                Metrics = [Fleet.Errors],
                BakeMin = Short,
                BakeMax = Short,
            }
        );
        fleet.RunUntil(() => fleet.Ledger is { Case: not null, Canary.Phase: CanaryPhase.Baking });

        fleet.Trouble = "no answer within a minute";
        fleet.Run(TimeSpan.FromMinutes(minutes));
        fleet.Trouble = null;
        fleet.Run(Long);

        Assert.Equal(isAsked, fleet.Story.Contains("asking"));
        Assert.Equal(isAsked ? [] : [7], fleet.Opened.SelectMany(revert => revert.Pulls).Select(pull => pull.Number));
    }

    [Fact]
    public void A_part_whose_way_back_fails_is_told_so_and_people_hear_of_it()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.Deployer = move =>
            move.Payload.Stage == "rollback" && fleet.Ledger.Case is not null ? DeploymentState.Failure : DeploymentState.Success;

        fleet.RunUntil(() => fleet.Opened.Any());
        fleet.RunUntil(() => fleet.Ledger.Case is null);

        var failed = fleet.Journal.Last(line => line.Kind == "rollback_failed");
        Assert.Equal(NewsKind.Questions, News.Of("environment/1/production", failed.Kind));
        Assert.Contains("by hand", failed.Says, StringComparison.Ordinal);
        Assert.Contains("by hand", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
        Assert.Single(fleet.Story, kind => kind == "rolled_back");
    }

    [Fact]
    public void A_revert_by_hand_while_parts_run_is_a_decision_and_unlocks()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.RunUntil(() => fleet.Ledger is { Case: not null, Canary.Phase: CanaryPhase.Baking });

        fleet.Land([901], 0.01, reverts: [7]);
        fleet.Run(Long);

        Assert.Contains("unlocked", fleet.Story);
        Assert.Empty(fleet.Opened);
        Assert.Equal((PullState.Reverted, PullState.Healthy), (Fate.Of(fleet.Ledger, 7)!.State, Fate.Of(fleet.Ledger, 3)!.State));
        Assert.Empty(fleet.Branches);
    }

    [Fact]
    public void It_goes_back_before_anybody_is_blamed_and_waits_for_the_source_to_say_where()
    {
        var fleet = CanaryOfTen.With(7);
        fleet.Symptoms = null;

        fleet.RunUntil(() => fleet.Ledger.Canary?.Phase == CanaryPhase.Blaming);
        Assert.Equal(["deploying", "baking", "regressed", "rolled_back"], fleet.Story);

        fleet.Symptoms = [];
        fleet.Run(TimeSpan.FromMinutes(1));
        Assert.Contains("splitting", fleet.Story);
    }

    private static Receipt Read(string line) =>
        Assert
            .IsType<FileReading<Receipt>.Read>(
                ReceiptJson.Read(Encoding.UTF8.GetBytes(JsonDocument.Parse(line).RootElement.GetProperty("receipt").GetString()!))
            )
            .File;
}
