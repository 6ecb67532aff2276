using System.Text;
using Sluice.Hub.Git;

namespace Sluice.Hub.Tests.Plumbing;

/// <summary>Both implementations of the port, side by side: the same acts give the same ids.</summary>
public sealed class GitPortTests : IDisposable
{
    private static readonly Signature Ada = new("Ada", "ada@example.org", DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    private readonly string _folder = Directory.CreateTempSubdirectory("port-").FullName;
    private readonly BareGit _bare;
    private readonly MemoryGit _memory = new();

    public GitPortTests() => _bare = BareGit.Create(Path.Combine(_folder, "bare.git"), "main");

    [Fact]
    public void Ids_are_gits_own_on_disk_and_in_memory()
    {
        foreach (var git in Both)
        {
            Assert.Equal("ce013625030ba8dba906f756967f9e9ca394464a", git.Write("hello\n"u8.ToArray()));
            Assert.Equal(Zero.EmptyTree, git.Write(Array.Empty<TreeEntry>()));
        }

        var files = new KeyValuePair<string, string?>[] { new("a.txt", "a\n"), new("a/b.txt", "b\n"), new("a-b", "c\n"), new("ä", "d\n") };
        var tree = TreeEdit.Apply(_bare, null, files);
        Assert.Equal(tree, TreeEdit.Apply(_memory, null, files));
        var check = GitCommandOutput("fsck", "--strict", "--no-dangling");
        Assert.DoesNotMatch("error|missing|broken|warning", check);
        var listed = GitCommandOutput("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", tree);
        Assert.Equal("a-b\na.txt\na/b.txt\nä\n", listed);
    }

    [Fact]
    public void A_commit_reads_back_as_written_by_us_and_by_git()
    {
        foreach (var git in Both)
        {
            var sha = git.Write(new CommitDraft(Zero.EmptyTree, [], Ada, Ada, "Begin\n\nWith nothing.\n"));
            var read = git.Commit(sha)!;
            Assert.Equal((Ada, "Begin\n\nWith nothing.\n", Zero.EmptyTree), (read.Author, read.Message, read.Tree));
        }

        var both = Both.Select(g => g.Write(new CommitDraft(Zero.EmptyTree, [], Ada, Ada, "Same\n"))).Distinct();
        Assert.Single(both);
    }

    [Fact]
    public void Merges_agree_on_what_is_clean_and_what_conflicts()
    {
        foreach (var git in Both)
        {
            var root = Commit(git, null, ("a", "1\n"), ("b", "1\n"), ("dir/c", "1\n"));
            var left = Commit(git, root, ("a", "2\n"), ("dir/d", "1\n"));
            var right = Commit(git, root, ("b", "2\n"), ("dir/c", "2\n"));
            var clash = Commit(git, root, ("a", "3\n"));
            var merged = git.Merge(left, right);
            Assert.True(merged.IsClean);
            Assert.Equal(["a=2", "b=2", "dir/c=2", "dir/d=1"], Show(git, merged.Tree!));
            Assert.Equal(["a"], git.Merge(left, clash).Conflicts);
            var picked = git.MergeTrees(TreeOf(git, root), TreeOf(git, right), TreeOf(git, left));
            Assert.Equal(merged.Tree, picked.Tree);
            var deleted = Commit(git, root, ("a", null));
            Assert.Equal(["a"], git.Merge(left, deleted).Conflicts);
        }
    }

    [Fact]
    public void A_folder_that_one_side_made_or_took_away_is_merged_by_its_files()
    {
        foreach (var git in Both)
        {
            var root = Commit(git, null, ("a", "1\n"));
            var first = Commit(git, root, ("new/x", "1\n"));
            var second = Commit(git, first, ("new/y", "1\n"));

            var undone = git.MergeTrees(TreeOf(git, first), TreeOf(git, second), TreeOf(git, root));

            Assert.Empty(undone.Conflicts);
            Assert.Equal(["a=1", "new/y=1"], Show(git, undone.Tree!));
            Assert.Equal(TreeOf(git, root), git.MergeTrees(TreeOf(git, first), TreeOf(git, first), TreeOf(git, root)).Tree);
        }
    }

    [Fact]
    public void Refs_move_all_together_or_not_at_all()
    {
        foreach (var git in Both)
        {
            var one = Commit(git, null, ("a", "1\n"));
            var two = Commit(git, one, ("a", "2\n"));
            Assert.True(git.TryUpdate([new("refs/heads/x", Zero.Sha, one), new("refs/heads/y", Zero.Sha, one)]));
            Assert.False(git.TryUpdate([new("refs/heads/x", one, two), new("refs/heads/y", two, one)]));
            Assert.Equal(one, git.Ref("refs/heads/x"));
            Assert.True(git.TryUpdate([new("refs/heads/x", one, two), new("refs/heads/y", one, Zero.Sha)]));
            Assert.Equal([KeyValuePair.Create("refs/heads/x", two)], git.Refs);
        }
    }

    [Fact]
    public void A_ref_that_moved_behind_our_back_is_seen_and_not_overwritten()
    {
        var one = Commit(_bare, null, ("a", "1\n"));
        var two = Commit(_bare, one, ("a", "2\n"));
        _bare.TryUpdate([new("refs/heads/x", Zero.Sha, one)]);
        GitCommandOutput("update-ref", "refs/heads/x", two);
        Assert.False(_bare.TryUpdate([new("refs/heads/x", one, Zero.Sha)]));
        Assert.Equal(two, _bare.Ref("refs/heads/x"));
    }

    public void Dispose()
    {
        _bare.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IGit[] Both => [_bare, _memory];

    private static string Commit(IGit git, string? parent, params (string Path, string? Content)[] files)
    {
        var tree = TreeEdit.Apply(
            git,
            parent is null ? null : TreeOf(git, parent),
            files.Select(f => KeyValuePair.Create(f.Path, f.Content))
        );
        return git.Write(new CommitDraft(tree, parent is null ? [] : [parent], Ada, Ada, "x\n"));
    }

    private static string TreeOf(IGit git, string commit) => git.Commit(commit)!.Tree;

    private static IEnumerable<string> Show(IGit git, string tree) =>
        TreeEdit.Files(git, tree).Select(f => $"{f.Path}={Encoding.UTF8.GetString(git.Blob(f.Entry.Sha)!).Trim()}");

    private string GitCommandOutput(params string[] arguments)
    {
        using var clone = Clone.At(_bare.Path);
        return clone.Must(arguments);
    }
}
