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

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    public void Of_ten_without_evidence_the_culprit_is_found_by_parts_and_nine_are_kept(int culprit)
    {
        var fleet = Ten(culprit);

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
        var fleet = Ten(7);
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
        var fleet = Ten(one);
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
        var fleet = Ten(7);
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
        var fleet = Ten(7);

        fleet.RunUntil(() => fleet.Ledger.Case is { Trials.Count: 1 });

        var fate = Fate.Of(fleet.Ledger, 7)!;
        Assert.Equal((PullState.Canary, false), (fate.State, fate.Innocent));
        Assert.Contains("regressed", fate.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_frame_and_a_risk_that_fit_name_the_culprit_at_once()
    {
        var fleet = Ten(7, fails: number => number == 7 ? 0.3 : 0.02);
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
        var fleet = Ten(7, fails: number => number == 7 ? 0.98 : 0.001);

        fleet.Run(Long);

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal(([7], false), (revert.Pulls.Select(pull => pull.Number).ToRow(), revert.Certain));
        Assert.InRange(fleet.Ledger.Canary!.Blame!.Confidence, 0.95, 1);
    }

    [Fact]
    public void Where_the_policy_says_so_all_of_it_is_taken_back()
    {
        var fleet = Ten(7, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole });

        fleet.Run(Long);

        var revert = Assert.Single(fleet.Opened);
        Assert.Equal((10, false, 10), (revert.Pulls.Count, revert.Certain, revert.Pulls[0].Number));
        Assert.False(Fate.Of(fleet.Ledger, 3)!.Innocent);

        fleet.Land([901], 0.01, reverts: [.. Enumerable.Range(1, 10)]);
        fleet.Run(Long);
        Assert.Equal((PullState.Reverted, TakenAs.Suspect), (Fate.Of(fleet.Ledger, 3)!.State, Fate.Of(fleet.Ledger, 3)!.Taken));
    }

    [Fact]
    public void Nothing_is_taken_back_as_a_whole_where_it_is_rather_none_of_it()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Whole },
        };
        var pulls = Enumerable.Range(1, 12).ToArray();
        foreach (var number in pulls)
        {
            fleet.Paths[number] = [$"docs/{number}.md"];
        }

        fleet.Badness[fleet.Land(pulls, 0.001)[3].Commit] = 4;
        fleet.Run(Long);

        Assert.Null(fleet.Ledger.Canary!.Suspects[0].Number);
        Assert.InRange(fleet.Ledger.Canary.Suspects[0].Probability, 0.5, 0.8);
        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary.Phase, fleet.Opened.Count()));
    }

    [Fact]
    public void Where_the_policy_says_so_a_person_is_asked_with_what_to_say()
    {
        var fleet = Ten(7, policy: new CanaryPolicy { Metrics = [Fleet.Errors], Culprit = WhenUnclear.Ask });

        fleet.Run(Long);

        Assert.Equal((CanaryPhase.Asking, 0), (fleet.Ledger.Canary!.Phase, fleet.Opened.Count()));
        Assert.Contains("`/sluice revert`", Fate.Of(fleet.Ledger, 3)!.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void What_builds_on_others_is_tried_with_the_oldest_instead()
    {
        var fleet = Ten(7);
        foreach (var number in Enumerable.Range(2, 9))
        {
            fleet.BuildsOn[number] = number - 1;
        }

        fleet.Run(Long);

        Assert.Equal([7], Assert.Single(fleet.Opened).Pulls.Select(pull => pull.Number));
    }

    [Fact]
    public void Trouble_that_no_part_shows_is_put_to_a_person_and_nobody_is_reverted()
    {
        var fleet = new Fleet();
        fleet.Land(1, 2, 3, 4);
        fleet.Badness[Fleet.Commit(4)] = 4;
        fleet.RunUntil(() => fleet.Ledger.Case is not null);
        fleet.Badness.Clear();
        fleet.Run(TimeSpan.FromDays(1));

        Assert.Empty(fleet.Opened);
        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.NotNull(fleet.Ledger.Poison);
    }

    [Fact]
    public void A_revert_by_hand_while_parts_run_is_a_decision_and_unlocks()
    {
        var fleet = Ten(7);
        fleet.RunUntil(() => fleet.Ledger is { Case: not null, Canary.Phase: CanaryPhase.Baking });

        fleet.Land([901], 0.01, reverts: [7]);
        fleet.Run(Long);

        Assert.Contains("unlocked", fleet.Story);
        Assert.Empty(fleet.Opened);
        Assert.Equal((PullState.Reverted, PullState.Healthy), (Fate.Of(fleet.Ledger, 7)!.State, Fate.Of(fleet.Ledger, 3)!.State));
        Assert.Empty(fleet.Branches);
    }

    [Fact]
    public void A_part_that_nobody_deploys_asks_a_person_and_says_why()
    {
        var fleet = Ten(7);
        fleet.Deployer = move => move.Payload.Pulls.Count < 10 && move.Payload.Stage == "canary" ? null : DeploymentState.Success;

        fleet.Run(Long);

        Assert.Equal(CanaryPhase.Asking, fleet.Ledger.Canary!.Phase);
        Assert.Contains("nobody took the deployment up", fleet.Ledger.Canary.Note, StringComparison.Ordinal);
        Assert.Equal(("rollback", Fleet.Commit(0)), (fleet.Deploys.Last().Payload.Stage, fleet.Deploys.Last().Sha));
    }

    [Fact]
    public void A_change_that_cannot_be_taken_back_asks_a_person()
    {
        var fleet = new Fleet();
        fleet.Paths[1] = ["db/migrations/7.sql"];
        fleet.Badness[fleet.Land(1)[0].Commit] = 4;

        fleet.Run(Long);

        Assert.Empty(fleet.Opened);
        Assert.Contains("canary.irreversible", fleet.Ledger.Canary!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void It_goes_back_before_anybody_is_blamed_and_waits_for_the_source_to_say_where()
    {
        var fleet = Ten(7);
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

    private static Fleet Ten(int culprit, Func<int, double>? fails = null, CanaryPolicy? policy = null)
    {
        var fleet = new Fleet((ulong)culprit) { Policy = policy ?? new CanaryPolicy { Metrics = [Fleet.Errors] }, ErrorsPerMinute = 100 };
        for (var number = 1; number <= 10; number++)
        {
            fleet.Paths[number] = [number == 7 ? "src/discount.ts" : $"src/part{(char)('a' + number)}.ts"];
        }

        var landed = fleet.Land([.. Enumerable.Range(1, 10)], 0.05).ToList();
        fleet.Believe(fails ?? (_ => 0.05));
        fleet.Badness[landed[culprit - 1].Commit] = 4;
        return fleet;
    }
}
