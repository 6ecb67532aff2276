using Sluice.Hub.Git;

namespace Sluice.Hub.Tests.Plumbing;

public sealed class HistoryTests
{
    private static readonly Signature Ada = new("Ada", "ada@example.org", DateTimeOffset.UnixEpoch);

    private readonly MemoryGit _git = new();
    private readonly History _history;

    public HistoryTests() => _history = new History(_git);

    [Fact]
    public void Ancestry_merge_bases_and_ranges_follow_the_graph()
    {
        var root = Commit("root");
        var a1 = Commit("a1", root);
        var a2 = Commit("a2", a1);
        var b1 = Commit("b1", root);
        var b2 = Commit("b2", b1);
        var merge = Commit("merge", a2, b1);
        Assert.True(_history.IsAncestor(root, merge));
        Assert.True(_history.IsAncestor(b1, merge));
        Assert.False(_history.IsAncestor(b2, merge));
        Assert.False(_history.IsAncestor(merge, a2));
        Assert.Equal(root, _history.MergeBase(a2, b2));
        Assert.Equal(b1, _history.MergeBase(merge, b2));
        Assert.Null(_history.MergeBase(root, Commit("elsewhere")));
        Assert.Equal(["a1", "a2", "merge"], Messages(b2, merge));
        Assert.Equal(["b2"], Messages(merge, b2));
        Assert.Empty(Messages(merge, root));
        Assert.Equal(6, _history.Between(Zero.Sha, merge).Length + 1);
    }

    [Fact]
    public void A_history_of_a_hundred_thousand_commits_is_walked_without_recursion()
    {
        var tip = Commit("0");
        var first = tip;
        for (var i = 1; i < 100_000; i++)
            tip = Commit(i.ToString(System.Globalization.CultureInfo.InvariantCulture), tip);
        Assert.Equal(100_000, _history.Generation(tip));
        Assert.True(_history.IsAncestor(first, tip));
    }

    [Theory]
    [InlineData("a\nb\nc\n", "a\nx\nc\n", 1, 1, "@@ -1,3 +1,3 @@\n a\n-b\n+x\n c")]
    [InlineData("", "a\n", 1, 0, "@@ -0,0 +1 @@\n+a")]
    [InlineData("a\nb\n", "b\n", 0, 1, "@@ -1,2 +1 @@\n-a\n b")]
    [InlineData(
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
        "0\n2\n3\n4\n5\n6\n7\n8\n9\n10\n",
        2,
        1,
        "@@ -1,4 +1,4 @@\n-1\n+0\n 2\n 3\n 4\n@@ -7,3 +7,4 @@\n 7\n 8\n 9\n+10"
    )]
    public void Lines_added_and_removed_are_counted_and_shown_as_a_patch(string before, string after, int added, int removed, string patch)
    {
        var diff = LineDiff.Between(System.Text.Encoding.UTF8.GetBytes(before), System.Text.Encoding.UTF8.GetBytes(after));
        Assert.Equal((added, removed, patch), (diff.Additions, diff.Deletions, diff.Patch));
    }

    private string Commit(string message, params string[] parents) =>
        _git.Write(new CommitDraft(Zero.EmptyTree, parents, Ada, Ada, message));

    private IEnumerable<string> Messages(string exclude, string head) => _history.Between(exclude, head).Select(c => c.Message);
}
