using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class DuplicatesTests
{
    [Fact]
    public void The_same_change_is_the_same_wherever_it_stands_and_however_it_is_indented()
    {
        var one = Print(1, "--- a/x\n+++ b/x\n@@ -3,1 +3,2 @@\n-old\n+new line\n+}\n");
        var moved = Print(2, "--- a/x\n+++ b/x\n@@ -30,3 +33,4 @@ def f\n context\n-  old\n+\tnew  line\n+}\n more\n");

        Assert.Equal(one.Same, moved.Same);
        Assert.NotEqual(one.Same, Print(3, "--- a/y\n+++ b/y\n@@ -3,1 +3,2 @@\n-old\n+new line\n+}\n").Same);
        Assert.NotEqual(one.Same, Print(4, "--- a/x\n+++ b/x\n@@ -3,1 +3,1 @@\n-old\n+new line\n").Same);
    }

    [Fact]
    public void What_a_file_holds_is_never_taken_for_a_header()
    {
        var tricked = Print(1, "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+++ b/y\n+-- a/y\n@@ -9 +9 @@\n-a\n+b\n");

        Assert.Equal(
            Print(2, "--- a/x\n+++ b/x\n@@ -0,0 +1,2 @@\n+++ b/y\n+-- a/y\n--- a/x\n+++ b/x\n@@ -9 +9 @@\n-a\n+b\n").Same,
            tricked.Same
        );
    }

    [Fact]
    public void A_change_without_lines_is_like_nothing() =>
        Assert.Equal((null, 0), (Print(1, "Binary files differ\n").Same, Print(1, "").Keys.Count));

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(95, 100, true)]
    [InlineData(50, 100, false)]
    [InlineData(0, 100, false)]
    [InlineData(4, 4, true)]
    [InlineData(3, 4, false)]
    public void Nearly_the_same_is_what_has_four_lines_of_five_in_common(int common, int lines, bool alike)
    {
        var one = Print(1, Diff(Enumerable.Range(0, lines)));
        var other = Print(2, Diff(Enumerable.Range(0, common).Concat(Enumerable.Range(1000, lines - common))));

        Assert.Equal(alike, Twins.Of(2, other, [Relative(one)], Pull.Now) is not null);
        Assert.True(!alike || one.Keys.Any(other.Keys.Contains), "the index finds it");
    }

    /// <summary>Standard error 0.0625 at most: four of them.</summary>
    [Fact]
    public void The_likeness_is_the_share_in_common()
    {
        foreach (var common in new[] { 10, 40, 60, 90 })
        {
            var share = (double)common / (200 - common);
            var sketches = new[] { 0, 100 - common }.Select(from => Print(1, Diff(Enumerable.Range(from, 100))).Sketch!).ToList();
            Assert.InRange(MinHashLikeness(sketches[0], sketches[1]), share - 0.25, share + 0.25);
        }
    }

    [Theory]
    [InlineData("Fixes #3", true)]
    [InlineData("closes: #3, resolves #4", true)]
    [InlineData("See #3", false)]
    [InlineData("prefixes #3", false)]
    [InlineData("Fixes acme/shop#3", false)]
    public void Two_that_close_one_issue_are_alike(string body, bool alike)
    {
        var other = Fingerprint
            .Of(Pull.Seen().Pull with { Author = Pull.Bo }, "")
            .With(Pull.Seen().Pull with { Body = "fix #3", Author = Pull.Bo }, true);
        var mine = Fingerprint.Of(Pull.Seen().Pull, "").With(Pull.Seen().Pull with { Body = body }, false);

        Assert.Equal(alike, Twins.Of(12, mine, [Relative(other)], Pull.Now)?.Issue == 3);
    }

    [Fact]
    public void A_persons_own_steps_towards_one_issue_are_no_doubles_and_an_agents_are()
    {
        var pull = Pull.Seen().Pull with { Body = "fix #3" };
        Fingerprint By(bool machine) => Fingerprint.Of(pull, "").With(pull, machine);

        Assert.Null(Twins.Of(12, By(false), [Relative(By(false))], Pull.Now));
        Assert.NotNull(Twins.Of(12, By(true), [Relative(By(true))], Pull.Now));
    }

    [Fact]
    public void The_older_one_wins_unless_the_newer_is_in_its_lane_and_what_landed_lately_wins_always()
    {
        var print = Print(1, Diff([1]));
        var other = Relative(print) with { Number = 20, IsIn = false };
        Assert.Null(Twins.Of(12, print, [other], Pull.Now));
        Assert.NotNull(Twins.Of(21, print, [other], Pull.Now));
        Assert.Null(Twins.Of(21, print, [other with { IsAsked = false }], Pull.Now));
        Assert.NotNull(Twins.Of(12, print, [other with { IsIn = true }], Pull.Now));
        Assert.True(Twins.Of(12, print, [other with { IsAsked = false, Landed = Pull.Now.AddDays(-13) }], Pull.Now)!.HasLanded);
        Assert.Null(Twins.Of(12, print, [other with { Landed = Pull.Now.AddDays(-15) }], Pull.Now));
        Assert.Null(Twins.Of(21, print, [other with { Print = print with { Base = "v2" } }], Pull.Now));
    }

    [Fact]
    public void It_is_held_with_a_link_until_somebody_else_says_that_it_is_none()
    {
        var held = CodesTests.Seen("duplicate").Turned();
        Assert.Contains("#7", held.Ledger.Standing.Reason, StringComparison.Ordinal);
        Assert.Equal((true, Pull.Now.AddMinutes(5)), (held.Pull.Labels.Contains("sluice/held"), held.Ledger.Standing.RetryAfter!.Value));

        Assert.Equal("confused", PullDecider.Decide(held.Said(Pull.Ada, "/sluice release")).Next.Replies[0].Reaction);
        Assert.Equal(PullState.Queued, PullDecider.Decide(held.Said(Pull.Bo, "/sluice release")).Next.Standing.State);
        Assert.Equal(PullState.Queued, PullDecider.Decide(held with { Twin = null }).Next.Standing.State);
    }

    [Fact]
    public void What_its_policy_only_wants_told_is_told() =>
        Assert.Contains(
            "#7",
            PullDecider
                .Decide(CodesTests.Seen("duplicate, only told"))
                .Moves.OfType<Sluice.Flow.Intake.PullMove.PutCheck>()
                .Single()
                .Summary,
            StringComparison.Ordinal
        );

    [Fact]
    public void It_is_let_in_only_after_what_it_is_stood_in_the_books()
    {
        var seen = CodesTests.Seen("duplicate") with { Twin = null };
        var first = PullDecider.Decide(seen with { Ledger = seen.Ledger with { Print = null } });

        Assert.Equal((null, seen.Print), (first.Next.Admission, first.Next.Print));
        Assert.NotNull(PullDecider.Decide(seen.From(first.Next)).Next.Admission);
    }

    private static double MinHashLikeness(string one, string other)
    {
        var (left, right) = (Convert.FromBase64String(one), Convert.FromBase64String(other));
        return Enumerable.Range(0, left.Length / 4).Count(i => left.AsSpan(i * 4, 4).SequenceEqual(right.AsSpan(i * 4, 4)))
            / (left.Length / 4.0);
    }

    private static string Diff(IEnumerable<int> lines)
    {
        var all = lines.ToList();
        return $"--- a/src/list.cs\n+++ b/src/list.cs\n@@ -0,0 +1,{all.Count} @@\n{string.Concat(all.Select(line => $"+    line number {line};\n"))}";
    }

    private static Fingerprint Print(int head, string diff)
    {
        var pull = Pull.Seen().Pull with { Head = Pull.Head(head) };
        return Fingerprint.Of(pull, diff).With(pull, false);
    }

    private static Relative Relative(Fingerprint print) => new(1, print, true, true, null);
}
