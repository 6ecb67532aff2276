using Sluice.Bot.Git;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class ReadingTests : GitTest
{
    [Fact]
    public async Task A_file_is_read_at_a_commit()
    {
        var next = await Fetched(Town.Commit("main", Main, "next", (".github/sluice.yml", "version: 1\n")));

        Assert.Equal("version: 1\n", await Town.Mirrors.File(Town.Repo, next, ".github/sluice.yml", Stop));
        Assert.Null(await Town.Mirrors.File(Town.Repo, Main, ".github/sluice.yml", Stop));
        Assert.Null(await Town.Mirrors.File(Town.Repo, next, ".github", Stop));
        Assert.Null(await Town.Mirrors.File(Town.Repo, next, "a\nb", Stop));
        Assert.Null(await Town.Mirrors.File(Town.Repo, next, "a blob", Stop));
    }

    [Fact]
    public async Task A_file_over_a_megabyte_is_not_read()
    {
        var big = await Fetched(Town.Commit("main", Main, "big", (".github/sluice.yml", new string('x', 1_200_000))));

        var fault = await Assert.ThrowsAsync<FileTooLargeException>(() => Town.Mirrors.File(Town.Repo, big, ".github/sluice.yml", Stop));

        Assert.Contains("larger than a megabyte", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_versions_of_a_file_are_told_along_the_branchs_own_line_the_newest_first()
    {
        const string Path = ".github/sluice.yml";
        var first = await Town.Commit("main", Main, "first", (Path, "1"));
        var aside = await Town.Commit("aside", first, "aside", (Path, "aside"));
        var other = await Town.Commit("main", first, "other", (".github/sluice.yml.old", "x"));
        var second = await Town.Commit("main", other, "second", (Path, "2"));
        var gone = await Town.Commit("main", second, "gone", (Path, null));
        var last = await Fetched(Town.Commit("main", gone, "last", ("z", "z")));

        Assert.Equal([gone, second, first], await Town.Mirrors.Versions(Town.Repo, null, last, Path, 5, Stop));
        Assert.Equal([gone, second], await Town.Mirrors.Versions(Town.Repo, null, last, Path, 2, Stop));
        Assert.Equal([gone, second], await Town.Mirrors.Versions(Town.Repo, first, last, Path, 5, Stop));
        Assert.Equal([gone, second, first], await Town.Mirrors.Versions(Town.Repo, new Sha(new string('1', 40)), last, Path, 5, Stop));
        Assert.Equal([aside, first], await Town.Mirrors.Versions(Town.Repo, null, aside, Path, 5, Stop));
        Assert.Empty(await Town.Mirrors.Versions(Town.Repo, null, Main, Path, 5, Stop));
        Assert.Empty(await Town.Mirrors.Versions(Town.Repo, null, last, ".github/*", 5, Stop));
    }

    [Fact]
    public async Task Every_file_is_listed_by_its_whole_path()
    {
        var next = await Fetched(Town.Commit("main", null, "alone", ("a b/é.sh", "1"), ("ci/test.sh", "2"), ("z", "3")));

        Assert.Equal(["a b/é.sh", "ci/test.sh", "z"], await Town.Mirrors.Paths(Town.Repo, next, Stop) ?? []);
    }

    [Fact]
    public async Task A_change_is_counted_against_the_merge_base()
    {
        var head = await Town.Pull(1, Main, ("a.txt", "1\n2\nthree\n4\n5\n"), ("new.txt", "x\ny\n"), ("b.txt", null));
        var ahead = await Fetched(Town.Commit("main", Main, "ahead", ("other.txt", "o\n")));

        var change = await Town.Mirrors.Change(Town.Repo, ahead, head, Stop);

        Row<FileChange> expected =
        [
            new("a.txt", 1, 1),
            new("b.txt", 0, 1, FileChangeKind.Deleted),
            new("new.txt", 2, 0, FileChangeKind.Added),
        ];
        Assert.Equal(new Change(Main, head, expected), change);
    }

    [Fact]
    public async Task A_commits_note_of_who_wrote_it_comes_with_it()
    {
        var (first, second) = (await Town.Pull(1, Main, ("new.txt", "x\n")), await Town.Pull(2, Main, ("new.txt", "y\n")));
        await Town.AskServer(
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.invalid",
            "notes",
            "--ref=refs/notes/ai",
            "add",
            "-m",
            "a.txt\n---\n{}",
            second.Hex
        );
        await Fetch();

        Assert.Null(Assert.Single(await Town.Mirrors.Commits(Town.Repo, Main, first, Stop)).Note);
        Assert.Equal("a.txt\n---\n{}", Assert.Single(await Town.Mirrors.Commits(Town.Repo, Main, second, Stop)).Note?.TrimEnd());
    }

    [Fact]
    public async Task A_note_that_comes_after_the_commit_was_read_is_seen()
    {
        var head = await Fetched(Town.Pull(1, Main, ("new.txt", "x\n")));
        Assert.Null(Assert.Single(await Town.Mirrors.Commits(Town.Repo, Main, head, Stop)).Note);

        foreach (var note in new[] { "one", "two" })
        {
            await Town.AskServer(
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.invalid",
                "notes",
                "--ref=refs/notes/ai",
                "add",
                "-f",
                "-m",
                note,
                head.Hex
            );
            await Fetch();
            await Town.AskMirror("pack-refs", "--all");

            Assert.Equal(note, Assert.Single(await Town.Mirrors.Commits(Town.Repo, Main, head, Stop)).Note?.TrimEnd());
        }
    }

    [Fact]
    public async Task What_git_said_of_a_head_is_not_asked_again_until_its_base_moves()
    {
        var head = await Fetched(Town.Pull(1, Main, ("a.txt", "1\n2\nthree\n4\n5\n")));
        var (change, commits, conflicts) = await Look(Main, head);
        var ahead = await Fetched(Town.Commit("main", Main, "ahead", ("a.txt", "1\n2\nIII\n4\n5\n")));
        var objects = Path.Combine(await Town.AskMirror("rev-parse", "--absolute-git-dir"), "objects");
        Directory.Move(objects, objects + ".gone");

        Assert.Equal((change, commits, conflicts), await Look(Main, head));
        await Assert.ThrowsAsync<GitException>(() => Town.Mirrors.Conflicts(Town.Repo, ahead, head, Stop));

        Directory.Move(objects + ".gone", objects);
        Assert.Equal((change, commits, ["a.txt"]), await Look(ahead, head));
        Assert.Empty(conflicts);
    }

    [Fact]
    public async Task Where_base_and_head_took_in_one_another_only_what_the_base_does_not_have_is_the_heads()
    {
        var topic = await Town.Commit("topic", Main, "topic", ("topic.txt", "t\n"));
        var ahead = await Town.Commit("main", Main, "ahead", ("other.txt", "o\n"));
        var (onto, head) = (await Merge("main", ahead, topic), await Merge("topic", topic, ahead));
        head = await Fetched(Town.Commit("topic", head, "more", ("more.txt", "m\n")));

        Assert.Equal(["merged", "more"], (await Town.Mirrors.Commits(Town.Repo, onto, head, Stop)).Select(commit => commit.Message));
    }

    [Fact]
    public async Task A_diff_holds_the_paths_that_were_asked_for_and_no_other()
    {
        var head = await Fetched(Town.Pull(1, Main, ("a.txt", "1\n2\nthree\n4\n5\n"), ("new é.txt", "x\n"), ("b.txt", null)));
        var change = await Town.Mirrors.Change(Town.Repo, Main, head, Stop);

        var diff = await Town.Mirrors.Diff(Town.Repo, change, ["a.txt", "new é.txt", "*.txt"], Stop);

        Assert.Equal(
            ["--- a/a.txt", "+++ b/a.txt", "-3", "+three", "--- /dev/null", "+++ b/new é.txt\t", "+x"],
            diff!.Split('\n').Where(line => line.Length > 0 && line[0] is '+' or '-')
        );
    }

    [Fact]
    public async Task A_diff_that_nobody_would_read_is_not_read()
    {
        var head = await Fetched(Town.Pull(1, Main, ("big.txt", new string('x', 300_000))));
        var change = await Town.Mirrors.Change(Town.Repo, Main, head, Stop);

        Assert.Null(await Town.Mirrors.Diff(Town.Repo, change, ["big.txt"], Stop));
    }

    [Fact]
    public async Task A_renamed_file_is_known_by_both_names()
    {
        var head = await Fetched(Town.Pull(1, Main, ("a.txt", null), ("z/moved.txt", "1\n2\n3\n4\n5\n")));

        var change = await Town.Mirrors.Change(Town.Repo, Main, head, Stop);

        Assert.Equal(new FileChange("z/moved.txt", 0, 0, FileChangeKind.Renamed) { From = "a.txt" }, Assert.Single(change.Files));
    }

    [Fact]
    public async Task A_path_with_tabs_newlines_and_quotes_is_one_path()
    {
        var head = await Fetched(Town.Pull(1, Main, ("\"we\\tird\\n \\\"name\\\"\"", "x\n")));

        var change = await Town.Mirrors.Change(Town.Repo, Main, head, Stop);

        Assert.Equal("we\tird\n \"name\"", Assert.Single(change.Files).Path);
    }

    [Fact]
    public async Task A_head_without_common_history_changes_everything_it_holds()
    {
        var alien = await Fetched(Town.Commit("alien", null, "alien", ("alien.txt", "1\n")));

        var change = await Town.Mirrors.Change(Town.Repo, Main, alien, Stop);

        Assert.Equal(default, change.MergeBase);
        Assert.Equal("alien.txt", Assert.Single(change.Files).Path);
    }

    [Fact]
    public async Task Commits_come_oldest_first_with_their_whole_message()
    {
        var one = await Town.Pull(1, Main, ("x", "1"));
        var two = await Fetched(
            Town.Commit("refs/pull/1/head", one, "second\n\nCo-authored-by: Claude <noreply@anthropic.com>\n", "Bob", ("x", "2"))
        );

        var commits = await Town.Mirrors.Commits(Town.Repo, Main, two, Stop);

        Assert.Equal([one, two], commits.Select(commit => commit.Sha));
        Assert.Equal(
            new CommitInfo(
                two,
                "Bob",
                "bob@example.invalid",
                "bob@example.invalid",
                "second\n\nCo-authored-by: Claude <noreply@anthropic.com>",
                DateTimeOffset.FromUnixTimeSeconds(1795000000)
            ),
            commits[1]
        );
    }

    [Fact]
    public async Task No_commits_between_is_an_empty_row()
    {
        await Fetch();

        Assert.Empty(await Town.Mirrors.Commits(Town.Repo, Main, Main, Stop));
    }

    [Fact]
    public async Task A_commit_that_is_missing_is_a_fault_that_says_so()
    {
        await Fetch();

        var fault = await Assert.ThrowsAsync<GitException>(() =>
            Town.Mirrors.IsAncestor(Town.Repo, Main, new Sha(new string('a', 40)), Stop)
        );

        Assert.Contains("merge-base", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--upload-pack=touch /tmp/x")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("a/.b")]
    [InlineData("x.lock")]
    [InlineData("")]
    public async Task What_no_branch_can_be_called_never_reaches_git(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => Town.Mirrors.Branch(Town.Repo, name, Stop));

    private async Task<(Change Change, Row<CommitInfo> Commits, Row<string> Conflicts)> Look(Sha onto, Sha head) =>
        (
            await Town.Mirrors.Change(Town.Repo, onto, head, Stop),
            await Town.Mirrors.Commits(Town.Repo, onto, head, Stop),
            await Town.Mirrors.Conflicts(Town.Repo, onto, head, Stop)
        );

    private async Task<Sha> Merge(string branch, Sha one, Sha other)
    {
        var merged = await Town.Merge(one, other);
        await Town.AskServer("update-ref", "refs/heads/" + branch, merged.Hex);
        return merged;
    }

    private async Task<Sha> Fetched(Task<Sha> commit)
    {
        var sha = await commit;
        await Fetch();
        return sha;
    }
}
