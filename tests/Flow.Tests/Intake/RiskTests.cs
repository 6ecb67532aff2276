using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class RiskTests
{
    private static readonly RiskPolicy Policy = new();

    [Fact]
    public void Sizes_leave_out_what_tools_wrote()
    {
        var sizes = Sizes.Of(
            Change(
                new("shop/price.py", 30, 10),
                new("shop/cart/sum.py", 30, 10),
                new("package-lock.json", 4000, 3000),
                new("vendor/x/y.go", 900, 0),
                new("web/node_modules/a.js", 5, 5),
                new("api/thing.pb.go", 700, 1)
            )
        );

        Assert.Equal((60, 20, 2, 2, 1, 1.0), (sizes.La, sizes.Ld, sizes.Nf, sizes.Nd, sizes.Ns, sizes.Entropy));
    }

    [Fact]
    public void More_lines_than_a_number_holds_are_as_risky_as_can_be()
    {
        const int Billion = 1_000_000_000;
        var risk = Assess(Change(new("a/b.py", Billion, Billion), new("a/c.py", Billion, Billion), new("c/d.py", Billion, Billion)));

        Assert.Equal(Band.High, risk.Band);
        Assert.All(risk.Features, feature => Assert.True(feature >= 0));
    }

    [Fact]
    public void More_lines_are_never_less_risky()
    {
        var scores = new[] { 0, 1, 10, 100, 1000, 100_000 }
            .Select(lines => Assess(Change(new("a/b.py", lines, 0), new("a/c.py", lines, 0), new("c/d.py", 0, 1))))
            .ToList();

        Assert.Equal(scores.OrderBy(risk => risk.Score), scores);
        Assert.Equal(scores.OrderBy(risk => risk.Fails), scores);
        Assert.True(scores[0].Band < scores[^1].Band);
    }

    [Fact]
    public void A_build_breaks_less_often_than_a_change_is_bad_and_an_average_one_at_the_base_rate()
    {
        var risk = Assess(Change(new("a/b.py", 14, 6), new("a/c.py", 2, 2)));

        Assert.True(risk.Fails < risk.Score);
        Assert.InRange(risk.Fails, 0.03, 0.06);
    }

    [Fact]
    public void Reasons_are_in_words_and_the_heaviest_comes_first()
    {
        var risk = Assess(Change([.. Enumerable.Range(0, 12).Select(n => new FileChange($"a{n}/b.py", 90, 1))]));

        Assert.Equal((Band.High, "1080 lines added", "12 files changed"), (risk.Band, risk.Reasons[0], risk.Reasons[1]));
    }

    [Fact]
    public void A_small_change_says_that_it_is_small() =>
        Assert.Equal(["small: 2 lines in 1 file"], Assess(Change(new FileChange("a.py", 1, 1))).Reasons);

    [Theory]
    [InlineData("db/migrations/0001.sql", Band.High)]
    [InlineData("migrations/0001.sql", Band.High)]
    [InlineData(".github/workflows/ci.yml", Band.Medium)]
    [InlineData(".github/sluice.yml", Band.Medium)]
    [InlineData("CLAUDE.md", Band.Medium)]
    [InlineData("docs/AGENTS.md", Band.Medium)]
    [InlineData(".github/CODEOWNERS", Band.Medium)]
    [InlineData("readme.md", Band.Low)]
    public void Some_files_have_a_floor_whatever_the_size(string path, Band band) =>
        Assert.Equal(band, Assess(Change(new FileChange(path, 1, 0))).Band);

    [Fact]
    public void The_policys_floors_come_first_and_say_why()
    {
        var policy = Policy with { Floors = [new RiskFloor(["billing/**"], Band.High, "money")] };
        var risk = Assess(Change(new FileChange("billing/tax.py", 1, 0)), policy);

        Assert.Equal((Band.High, "touches billing/tax.py (money): at least high"), (risk.Band, risk.Reasons[0]));
    }

    [Fact]
    public void A_change_of_nothing_but_lock_files_is_small() =>
        Assert.Equal(Band.Low, Assess(Change(new FileChange("yarn.lock", 5000, 4000))).Band);

    [Fact]
    public void History_counts_where_it_is_known()
    {
        var change = Change(new FileChange("a/b.py", 60, 10));
        var quiet = RiskReader.Assess(change, Policy, new History(200, 1, 400, 2, 900, 300, 200), Experience.None);
        var busy = RiskReader.Assess(change, Policy, new History(2500, 40, 1, 400, 2, 2, 1), Experience.None);

        Assert.True(busy.Score > quiet.Score, $"{busy.Score} is no more than {quiet.Score}");
        Assert.Contains(busy.Reasons, reason => reason.Contains("its files", StringComparison.Ordinal));
    }

    [Fact]
    public void The_cheapest_way_down_is_said_and_is_true()
    {
        var risk = Assess(Change(new("shop/price.py", 500, 20), new("shop/tax.py", 300, 90), new("web/cart.py", 200, 4)));
        var said = Assert.Single(risk.Reasons, reason => reason.StartsWith('\u2212'));
        var less = int.Parse(said[1..said.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

        Assert.Equal(Band.High, risk.Band);
        Assert.EndsWith(": medium", said, StringComparison.Ordinal);
        Assert.InRange(less, 1, 999);
        Assert.Equal((Band.Medium, Band.High), (Less(less), Less(less - 1)));

        Band Less(int lines) => Experience.None.BandOf(Features(1000 - lines));
        static double[] Features(double added) =>
            [
                added,
                114,
                3,
                2,
                2,
                Sizes.Of(Change(new("shop/price.py", 500, 20), new("shop/tax.py", 300, 90), new("web/cart.py", 200, 4))).Entropy,
                .. Enumerable.Repeat(double.NaN, 7),
            ];
    }

    [Fact]
    public void Tests_that_make_a_change_risky_are_told_to_be_split_off()
    {
        var risk = Assess(
            Change([
                new("shop/price.py", 30, 2),
                .. Enumerable.Range(0, 10).Select(n => new FileChange($"tests/t{n}/test_price.py", 90, 0)),
            ])
        );
        var said = Assert.Single(risk.Reasons, reason => reason.Contains("tests split off", StringComparison.Ordinal));
        var without = Assess(Change(new FileChange("shop/price.py", 30, 2)));

        Assert.True(without.Band < risk.Band, $"{without.Band} is not under {risk.Band}");
        Assert.Matches("^(\u2212[0-9]+ lines, or )?tests split off: (low|medium)$", said);
    }

    [Fact]
    public void Nothing_is_said_of_a_way_down_where_a_floor_holds_the_band() =>
        Assert.DoesNotContain(Assess(Change(new FileChange("db/migrations/1.sql", 60, 0))).Reasons, reason => reason.StartsWith('\u2212'));

    [Theory]
    [InlineData("attic/a.txt", Band.Medium)]
    [InlineData("tests/unit/test_a.py", Band.Low)]
    public void A_test_that_is_moved_to_where_none_is_looked_for_is_deleted(string to, Band band)
    {
        var moved = Assess(Change(new FileChange(to, 0, 0, FileChangeKind.Renamed) { From = "tests/test_a.py" }));

        Assert.Equal(band, moved.Band);
    }

    /// <summary>One zero byte is enough for git.</summary>
    [Theory]
    [InlineData("tools/deploy.sh", FileChangeKind.Modified, Band.Medium)]
    [InlineData("tests/data/good.xz", FileChangeKind.Added, Band.Medium)]
    [InlineData("tools/deploy.sh", FileChangeKind.Deleted, Band.Low)]
    [InlineData("docs/Logo.PNG", FileChangeKind.Added, Band.Low)]
    public void What_nobody_is_shown_is_of_medium_risk_unless_it_is_only_looked_at(string path, FileChangeKind kind, Band band)
    {
        var binary = Assess(Change(new FileChange(path, 0, 0, kind) { IsBinary = true }));

        Assert.Equal(band, binary.Band);
        Assert.Equal(
            band == Band.Medium,
            binary.Reasons[0] == $"touches {path} (binary: nobody is shown what changes in it): at least medium"
        );
    }

    [Fact]
    public void Tests_are_seen_missing_present_and_deleted()
    {
        Assert.Contains("no test changed with it", Assess(Change(new FileChange("a.py", 60, 0))).Reasons);
        Assert.Contains("25 % of the added lines are tests", Assess(Change(new("a.py", 60, 0), new("tests/test_a.py", 20, 0))).Reasons);
        var deleted = Assess(Change(new("a.py", 1, 0), new("tests/test_a.py", 0, 4, FileChangeKind.Deleted)));
        Assert.Equal((Band.Medium, "touches tests/test_a.py (tests deleted): at least medium"), (deleted.Band, deleted.Reasons[0]));
    }

    [Fact]
    public void Changed_dependencies_are_told() =>
        Assert.Contains("changes what it depends on (web/package.json)", Assess(Change(new FileChange("web/package.json", 1, 1))).Reasons);

    private static RiskAssessment Assess(Change change, RiskPolicy? policy = null) =>
        RiskReader.Assess(change, policy ?? Policy, null, Experience.None);

    private static Change Change(params Row<FileChange> files) => new(Pull.Head(100), Pull.Head(), files);
}
