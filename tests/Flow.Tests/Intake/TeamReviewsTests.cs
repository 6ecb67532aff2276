using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A ruleset of the base has teams approve changes of some files.</summary>
public sealed class TeamReviewsTests
{
    [Theory]
    [InlineData("db/**", "db/schema.sql", true)]
    [InlineData("/db/*", "db/schema.sql", true)]
    [InlineData("*.sql", "db/schema.sql", true)]
    [InlineData("db/*", "db/old/schema.sql", false)]
    [InlineData("db/**", "src/app.ts", false)]
    [InlineData("**", "src/app.ts", true)]
    [InlineData("!docs/**", "src/app.ts", true)]
    [InlineData("{db,sql}/**", "src/app.ts", true)]
    public void What_changes_one_of_them_is_left_to_people(string pattern, string path, bool isHeld)
    {
        var seen = Pull.Seen().Labelled(Pull.Cy) with { Change = new Change(Pull.Head(9), Pull.Head(), [new FileChange(path, 1, 0)]) };
        var demanding = seen with { Rules = seen.Rules with { TeamsOver = [pattern] } };

        var (free, plan) = (PullDecider.Decide(seen).Next, PullDecider.Decide(demanding).Next);

        Assert.NotNull(free.Admission);
        Assert.Equal(
            isHeld ? (PullState.Held, Code.ConfigInvalid) : (free.Standing.State, free.Standing.Code),
            (plan.Standing.State, plan.Standing.Code)
        );
        Assert.Equal(isHeld, plan.Admission is null);
    }

    [Fact]
    public void Moved_out_of_there_counts_as_well()
    {
        var moved = new FileChange("src/schema.sql", 0, 0, FileChangeKind.Renamed) { From = "db/schema.sql" };
        var seen = Pull.Seen().Labelled(Pull.Cy) with { Change = new Change(Pull.Head(9), Pull.Head(), [moved]) };

        Assert.Null(PullDecider.Decide(seen with { Rules = seen.Rules with { TeamsOver = ["db/**"] } }).Next.Admission);
    }
}
