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
        var sizes = Sizes.Of(Change(
            new("shop/price.py", 30, 10), new("shop/cart/sum.py", 30, 10), new("package-lock.json", 4000, 3000), new("vendor/x/y.go", 900, 0),
            new("web/node_modules/a.js", 5, 5), new("api/thing.pb.go", 700, 1)));

        Assert.Equal((60, 20, 2, 2, 1, 1.0), (sizes.La, sizes.Ld, sizes.Nf, sizes.Nd, sizes.Ns, sizes.Entropy));
    }

    [Fact]
    public void An_average_change_has_the_intercepts_odds()
    {
        // The means of the training set's log1p, taken back to counts.
        var odds = ColdStart.Of(new Sizes(0, 0, 0, 0, 0, Math.Exp(0.4391) - 1)).Parts;

        Assert.Equal(0, odds.Single(part => part.Feature == "entropy").Adds, 6);
        Assert.All(odds.Where(part => part.Feature is "nd" or "ns"), part => Assert.Equal(0, part.Adds));
    }

    [Fact]
    public void The_formula_is_that_of_the_published_coefficients()
    {
        var odds = ColdStart.Of(new Sizes(100, 20, 5, 3, 1, 2));
        var expected = -1.1566
            + (0.6808 * (Math.Log(101) - 2.5162) / 1.5225) + (0.1050 * (Math.Log(21) - 1.9148) / 1.5094)
            + (0.1014 * (Math.Log(6) - 1.1125) / 0.5682) + (0.0721 * (Math.Log(3) - 0.4391) / 0.4848);

        Assert.Equal(expected, odds.Value, 9);
    }

    [Theory]
    [InlineData(0.131, Band.Low)]
    [InlineData(0.133, Band.Medium)]
    [InlineData(0.527, Band.Medium)]
    [InlineData(0.529, Band.High)]
    public void Bands_are_half_and_twice_the_base_rate(double score, Band band) => Assert.Equal(band, RiskReader.BandOf(score));

    [Fact]
    public void More_lines_are_never_less_risky()
    {
        var scores = new[] { 0, 1, 10, 100, 1000, 100_000 }.Select(lines => RiskReader.Assess(Change(new FileChange("a/b.py", lines, 0)), Policy)).ToList();

        Assert.Equal(scores.OrderBy(risk => risk.Score), scores);
        Assert.Equal(scores.OrderBy(risk => risk.Fails), scores);
        Assert.Equal((Band.Low, Band.High), (scores[0].Band, scores[^1].Band));
    }

    [Fact]
    public void A_build_breaks_less_often_than_a_change_is_bad_and_an_average_one_at_the_base_rate()
    {
        var risk = RiskReader.Assess(Change(new("a/b.py", 14, 6), new("a/c.py", 2, 2)), Policy);

        Assert.True(risk.Fails < risk.Score);
        Assert.InRange(risk.Fails, 0.03, 0.06);
    }

    [Fact]
    public void Reasons_are_in_words_and_the_heaviest_comes_first()
    {
        var risk = RiskReader.Assess(Change([.. Enumerable.Range(0, 12).Select(n => new FileChange($"a{n}/b.py", 90, 1))]), Policy);

        Assert.Equal((Band.High, "1080 lines added", "12 files changed"), (risk.Band, risk.Reasons[0], risk.Reasons[1]));
    }

    [Fact]
    public void A_small_change_says_that_it_is_small() =>
        Assert.Equal(["small: 2 lines in 1 file"], RiskReader.Assess(Change(new FileChange("a.py", 1, 1)), Policy).Reasons);

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
        Assert.Equal(band, RiskReader.Assess(Change(new FileChange(path, 1, 0)), Policy).Band);

    [Fact]
    public void The_policys_floors_come_first_and_say_why()
    {
        var policy = Policy with { Floors = [new RiskFloor(["billing/**"], Band.High, "money")] };
        var risk = RiskReader.Assess(Change(new FileChange("billing/tax.py", 1, 0)), policy);

        Assert.Equal((Band.High, "touches billing/tax.py (money): at least high"), (risk.Band, risk.Reasons[0]));
    }

    [Fact]
    public void A_change_of_nothing_but_lock_files_is_small() =>
        Assert.Equal(Band.Low, RiskReader.Assess(Change(new FileChange("yarn.lock", 5000, 4000)), Policy).Band);

    private static Change Change(params Row<FileChange> files) => new(Pull.Head(100), Pull.Head(), files);
}
