using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests;

public sealed class GlobTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("*.cs", "a.cs|.cs", "src/a.cs|a.csx|A.CS")]
    [InlineData("src/*", "src/a|src/.x", "src|src/a/b|lib/a")]
    [InlineData("src/?.c", "src/a.c", "src/ab.c|src/.c|src//.c")]
    [InlineData("**/db/**", "db/a|x/db/a|x/y/db/a/b", "db|x/db|xdb/a|x/dba/a")]
    [InlineData("**/a", "a|x/a|x/y/a", "xa|x/xa|a/x")]
    [InlineData("a/**/b", "a/b|a/x/b|a/x/y/b", "a/xb|ab|a/bx")]
    [InlineData("a/**/**/b", "a/b|a/x/y/b", "ab")]
    [InlineData("a/**", "a/b|a/b/c", "a|ab")]
    [InlineData("a*/**", "a/b|ab/c", "ab|a")]
    [InlineData("*/*", "a/b", "a|a/b/c")]
    [InlineData("a**b", "ab|axb|a/x/b", "a|b")]
    [InlineData("**.md", "a.md|x/a.md", "a.mdx")]
    [InlineData("[a-cx]1", "a1|b1|c1|x1", "d1|-1|a11|1")]
    [InlineData("a[!bc]d", "aad|a-d", "abd|acd|a/d|ad")]
    [InlineData("a[-x]", "a-|ax", "ay")]
    [InlineData("a[b", "a[b", "ab")]
    [InlineData("ci / *", "ci / test", "ci / test / again|ci")]
    [InlineData("src/*", "src/a\\b", "src\\a")]
    [InlineData("", "", "a")]
    public void Stars_stay_within_a_part_and_two_of_them_do_not(string pattern, string meets, string misses)
    {
        var glob = Glob.Parse(pattern);

        Assert.All(meets.Split('|'), text => Assert.True(glob.IsMatch(text), text));
        Assert.All(misses.Split('|'), text => Assert.False(glob.IsMatch(text), text));
    }

    [Fact]
    public void Letters_are_alike_in_both_sizes_where_that_is_asked_for() =>
        Assert.Equal(
            (true, true, false),
            (
                Glob.Parse("Acme/*", anyCase: true).IsMatch("aCME/shop"),
                Glob.Parse("acme/[a-z]hop", anyCase: true).IsMatch("ACME/SHOP"),
                Glob.Parse("Acme/*").IsMatch("acme/shop")
            )
        );

    /// <summary>
    /// Whoever tries one place of it after the other takes longer than anybody waits: one repository's pattern would stop all.
    /// </summary>
    [Theory]
    [InlineData("*a*a*a*a*a*a*a*a*b", "a", 255)]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/b", "a/", 2000)]
    [InlineData("src/**/*a*a*a*/**/*a*a*a*.sql", "src/aaaaaaaaaaaaaaaa/", 200)]
    public async Task A_pattern_full_of_stars_is_held_against_a_long_path_at_once(string pattern, string part, int times)
    {
        var path = string.Concat(Enumerable.Repeat(part, times)) + "c";
        var owners = CodeOwners.Read($"/{pattern} @ada");

        var found = Task.Run(
            () => new Overlaps([pattern]).IsBarrier([path]) || owners.Of([path]).Count > 0,
            TestContext.Current.CancellationToken
        );

        Assert.False(await found.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }
}
