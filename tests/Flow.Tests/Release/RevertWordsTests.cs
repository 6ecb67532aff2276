using Sluice.Flow.Release;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Release;

public sealed class RevertWordsTests
{
    [Fact]
    public void The_revert_of_one_pull_says_why_and_what_then()
    {
        var (canary, taken) = Of(1);

        Assert.Equal("Revert \"Change 1\" (#1)", RevertWords.Title(taken));
        Assert.Equal(
            """
            This takes back #1.

            The canary is worse.

            #1 is blamed with 97% confidence: it is the only change.

            The commit 000000000000 was deployed again at the verdict. Until this lands, nothing that holds #1 is deployed; then deployments go on by themselves.

            To land such a change again, say `/sluice reland` on it and repair it in the pull request that opens: merging the old branch once more would bring nothing, since git counts it as merged.
            """,
            RevertWords.Body(canary, taken, [])
        );
    }

    [Fact]
    public void The_revert_of_several_says_that_it_knows_no_culprit()
    {
        var (canary, taken) = Of(1, 2, 3);

        Assert.Equal("Revert 3 changes of a regressed canary (#1, #2, #3)", RevertWords.Title(taken));
        Assert.Contains(
            "all of them are taken back together; each can land again by itself",
            RevertWords.Body(canary, taken, []),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_title_stays_on_one_line_and_within_GitHub_s_bound()
    {
        var pull = Of(1).Taken[0] with { Title = "a\r\nb" + new string('x', 500) };

        var title = RevertWords.Title([pull]);

        Assert.StartsWith("Revert \"abx", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, 1, 256);
    }

    private static (Canary Canary, Row<LandedPull> Taken) Of(params int[] numbers)
    {
        var pulls = new Fleet().Land(numbers);
        var canary = new Canary(
            "id",
            pulls[^1].Tip,
            pulls[0].Before,
            pulls.ToRow(),
            CanaryPhase.RollingBack,
            0,
            pulls[0].At,
            pulls[0].At,
            new CanaryVerdict(Verdict.Regressed, 0.9, [], "The canary is worse.", pulls[0].At)
        )
        {
            Blame = new Blame(1, 0.97, "it is the only change"),
        };
        return (canary, pulls.Reverse().ToRow());
    }
}
