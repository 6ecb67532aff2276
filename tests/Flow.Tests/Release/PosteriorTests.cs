using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>The suspicions of a regressed canary, against numbers worked out by hand.</summary>
public sealed class PosteriorTests
{
    private static readonly CanaryMetric Errors = new("errors", "prod", "c", "b", "ce", "be", Critical: true);

    [Fact]
    public void Without_evidence_it_is_what_was_believed_before()
    {
        var suspects = Of(Pull(1, 0.2), Pull(2, 0.5), Pull(3, 0.02));

        // Odds 1/4, 1, 1/49 and 1/50 for none of them.
        const double All = 0.25 + 1 + (1 / 49.0) + 0.02;
        Assert.Equal([2, 1, 3, null], suspects.Select(each => each.Number));
        Assert.Equal([1 / All, 0.25 / All, 1 / 49.0 / All, 0.02 / All], suspects.Select(each => each.Probability), Close);
        Assert.All(suspects, each => Assert.Equal(each.Prior, each.Probability, 12));
    }

    [Fact]
    public void Probabilities_add_up_to_one_whatever_the_evidence_says()
    {
        var evidence = Evidence(Pull(1, 0.001, "src/a.ts"), Pull(2, 0.999, "docs/b.md"), Pull(3, 0.3, "src/c.sql")) with
        {
            Failing =
            [
                Failing(
                    Errors with
                    {
                        Kind = MetricKind.Latency,
                    },
                    0.05,
                    new Onset(1.01, 3),
                    At("frame", "src/a.ts:3", 30, 2),
                    At("frame", "x", 3, 30)
                ),
            ],
            Trials = [new Trial([1, 2], Verdict.Regressed, 9, default), new Trial([3], Verdict.Inconclusive, -2, default)],
        };

        Assert.Equal(1, Posterior.Of(evidence).Sum(each => each.Probability), 12);
        Assert.Equal(1, Posterior.Of(evidence).Sum(each => each.Prior), 12);
    }

    [Fact]
    public void A_band_that_a_floor_of_the_policy_raised_counts_although_the_model_saw_nothing()
    {
        Assert.Equal(0.08 / 0.92, Posterior.Odds(Pull(1, 0.01) with { Band = Band.High }), 12);
        Assert.Equal(0.4 / 0.6, Posterior.Odds(Pull(1, 0.4) with { Band = Band.High }), 12);
    }

    [Fact]
    public void A_stack_frame_that_names_a_file_points_at_who_changed_it()
    {
        var suspects = Of(
            [Failing(Errors, 0.5, null, At("frame", "Tax.rate (src/tax.ts:14)", 60, 10))],
            Pull(1, 0.05, "src/tax.ts"),
            Pull(2, 0.05, "src/ship.ts"),
            Pull(3, 0.05, "src/cart.ts")
        );

        // All of it is there, one of three changed it: q = (1 + 0.5) / (3 + 1).
        Assert.Equal(0.9 / 0.375, Ratio(suspects, 1), 9);
        Assert.Equal(0.1 / 0.625, Ratio(suspects, 2), 9);
        Assert.Equal(1, Ratio(suspects, null), 9);
        Assert.Contains("names src/tax.ts", Says(suspects, 1), StringComparison.Ordinal);
        Assert.Contains("1 of 3 changes", Says(suspects, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Trouble_below_would_not_choose_one_route()
    {
        var suspects = Of(
            [Failing(Errors, 0.5, null, At("route", "/tax", 60, 9), At("route", "/cart", 89, 89))],
            Pull(1, 0.05, "src/tax.ts"),
            Pull(2, 0.05, "src/ship.ts")
        );

        // The extra is on /tax alone, which has one in ten of the usual errors.
        Assert.Equal(0.1, Ratio(suspects, null), 9);
        Assert.Equal(0.75 / 0.5, Ratio(suspects, 1), 9);
    }

    [Fact]
    public void A_route_that_the_policy_maps_to_files_counts_by_them_and_not_by_its_name()
    {
        var metric = Errors with { Routes = [new RouteHint("/orders/*", ["lib/discount.awk"])] };
        var suspects = Of(
            [Failing(metric, 0.5, null, At("route", "/orders/coupon", 60, 10))],
            Pull(1, 0.05, "lib/discount.awk"),
            Pull(2, 0.05, "lib/coupon.awk")
        );

        Assert.Equal(0.9 / 0.5, Ratio(suspects, 1), 9);
        Assert.Equal(0.1 / 0.5, Ratio(suspects, 2), 9);
    }

    [Fact]
    public void Places_that_are_nobodys_or_everybodys_tell_nothing()
    {
        Assert.Equal(
            1,
            Ratio(
                Of([Failing(Errors, 0.5, null, At("route", "/elsewhere", 60, 10))], Pull(1, 0.05, "src/a.ts"), Pull(2, 0.05, "src/b.ts")),
                1
            ),
            9
        );
        var everybody = Of(
            [Failing(Errors, 0.5, null, At("route", "/tax", 60, 10))],
            Pull(1, 0.05, "src/tax.ts"),
            Pull(2, 0.05, "lib/tax.ts")
        );
        Assert.Equal(1, Ratio(everybody, 1) / Ratio(everybody, 2), 9);
    }

    [Fact]
    public void Tests_and_documents_are_hardly_ever_to_blame()
    {
        var suspects = Of([Failing(Errors, 0.5, null)], Pull(1, 0.05, "docs/a.md", "tests/a.test"), Pull(2, 0.05, "src/a.ts"));

        Assert.Equal((0.05, 1.0), (Ratio(suspects, 1), Ratio(suspects, 2)));
    }

    [Theory]
    [InlineData(MetricKind.Latency, "db/orders.sql", 2)]
    [InlineData(MetricKind.Saturation, "Dockerfile", 2)]
    [InlineData(MetricKind.Errors, "db/orders.sql", 1)]
    public void A_kind_of_change_that_does_that_kind_of_harm_is_suspected_more(MetricKind kind, string path, double ratio) =>
        Assert.Equal(
            ratio,
            Ratio(Of([Failing(Errors with { Kind = kind }, 0.5, null)], Pull(1, 0.05, path), Pull(2, 0.05, "src/a.ts")), 1)
        );

    [Fact]
    public void What_the_metric_watches_and_who_owns_it_point_at_a_change()
    {
        var watched = Of(
            [Failing(Errors with { Paths = ["src/pay/**"] }, 0.5, null)],
            Pull(1, 0.05, "src/pay/a.ts"),
            Pull(2, 0.05, "src/b.ts"),
            Pull(3, 0.05, "src/c.ts")
        );
        Assert.Equal(0.8 / 0.375, Ratio(watched, 1), 9);
        Assert.Equal(0.2 / 0.625, Ratio(watched, 2), 9);

        var owned = Of(
            [Failing(Errors with { Owner = "@acme/Pay" }, 0.5, null)],
            Pull(1, 0.05, "a") with
            {
                Owners = ["@acme/pay"],
            },
            Pull(2, 0.05, "b"),
            Pull(3, 0.05, "c")
        );
        Assert.Equal(0.7 / 0.375, Ratio(owned, 1), 9);
        Assert.Equal(0.3 / 0.625, Ratio(owned, 2), 9);
    }

    [Theory]
    [InlineData(3.9, 0.5)]
    [InlineData(2.0, 1)]
    [InlineData(1.1, 2)]
    public void Harm_from_the_deployment_on_speaks_for_a_change_and_late_harm_against(double early, double ratio) =>
        Assert.Equal(ratio, Ratio(Of([Failing(Errors, 0.5, new Onset(early, 4))], Pull(1, 0.05), Pull(2, 0.05)), null));

    [Fact]
    public void A_part_counts_by_the_judges_own_error_rates()
    {
        var evidence = Evidence(Pull(1, 0.05), Pull(2, 0.05)) with
        {
            Trials = [new Trial([1], Verdict.Regressed, 5, default), new Trial([2], Verdict.Healthy, -3, default)],
        };
        var suspects = Posterior.Of(evidence);

        Assert.Equal(0.95 * 0.99, Ratio(suspects, 1), 9);
        Assert.Equal(0.01 * 0.05, Ratio(suspects, 2), 9);
        Assert.Equal(0.25 * 0.75, Ratio(suspects, null), 9);
    }

    [Theory]
    [InlineData(0.5, 1.6487212707)]
    [InlineData(-9, 0.05)]
    [InlineData(30, 100)]
    public void An_undecided_part_counts_by_its_evidence_and_never_more_than_a_verdict(double logE, double ratio) =>
        Assert.Equal(
            ratio,
            Ratio(
                Posterior.Of(
                    Evidence(Pull(1, 0.05), Pull(2, 0.05)) with
                    {
                        Trials = [new Trial([1], Verdict.Inconclusive, logE, default)],
                    }
                ),
                1
            ),
            9
        );

    [Fact]
    public void The_order_of_the_pulls_changes_nothing_but_ties()
    {
        var (one, two, three) = (Pull(1, 0.05, "src/tax.ts"), Pull(2, 0.1, "src/ship.ts"), Pull(3, 0.2, "src/cart.ts"));
        Row<FailingMetric> failing = [Failing(Errors, 0.3, new Onset(2, 2), At("route", "/tax", 60, 10), At("route", "/cart", 30, 40))];

        var there = Of(failing, one, two, three).ToDictionary(each => each.Number ?? 0, each => each.Probability);
        var back = Of(failing, three, two, one).ToDictionary(each => each.Number ?? 0, each => each.Probability);

        Assert.All(there, pair => Assert.Equal(pair.Value, back[pair.Key], 12));
    }

    private static LandedPull Pull(int number, double fails, params string[] paths) =>
        new(
            number,
            number,
            $"Change {number}",
            "ada",
            Fleet.Commit(5000 + number),
            Fleet.Commit(0),
            Fleet.Commit(9),
            Fleet.Commit(number),
            "main",
            Band.Low,
            fails,
            [],
            default
        )
        {
            Paths = paths.ToRow(),
        };

    private static Symptom At(string label, string value, double canary, double baseline) =>
        new("errors", [new Label(label, value)], canary, baseline);

    private static FailingMetric Failing(CanaryMetric metric, double share, Onset? onset, params Symptom[] symptoms) =>
        new(metric, share, symptoms.ToRow(), onset);

    private static Evidence Evidence(params LandedPull[] pulls) => new(pulls.ToRow(), [], [], 0.01, 0.05);

    private static Row<Suspicion> Of(params LandedPull[] pulls) => Posterior.Of(Evidence(pulls));

    private static Row<Suspicion> Of(Row<FailingMetric> failing, params LandedPull[] pulls) =>
        Posterior.Of(Evidence(pulls) with { Failing = failing });

    private static double Ratio(Row<Suspicion> suspects, int? number) => suspects.Single(each => each.Number == number).Ratio();

    private static string Says(Row<Suspicion> suspects, int? number) =>
        string.Join("; ", suspects.Single(each => each.Number == number).Factors.Select(factor => factor.Says));

    private static bool Close(double one, double other) => Math.Abs(one - other) < 1e-12;
}
