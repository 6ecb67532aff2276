using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class OwnCommitsTests : GitTest
{
    [Fact]
    public async Task Whoever_made_a_commit_is_named_below_more_of_them_than_are_told()
    {
        const string head = "refs/pull/1/head";
        var first = await Town.Commit(head, Main, "the work", "Bob", ("new.txt", "x\n"));
        var last = await Town.Pile(head, first, "Ann", IGit.MostCommits);
        await Fetch();

        var commits = await Town.Mirrors.Commits(Town.Repo, Main, last, Stop);
        var makers = await Town.Mirrors.Makers(Town.Repo, Main, last, Stop);

        Assert.Equal(IGit.MostCommits, commits.Count(commit => commit.AuthorName == "Ann"));
        Assert.DoesNotContain(commits, commit => commit.Sha == first);
        Assert.Equal(
            [
                new Maker("Ann", "ann@example.invalid", "ann@example.invalid"),
                new Maker("Bob", "bob@example.invalid", "bob@example.invalid"),
            ],
            makers.OrderBy(maker => maker.AuthorName, StringComparer.Ordinal)
        );
    }
}
