using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class CodeOwnersTests
{
    private const string File = """
        # who looks at what
        *            @acme/all
        *.js         @acme/js   # scripts
        /build/      @acme/build
        docs/*       docs@acme.example
        apps/        @acme/apps
        /apps/pay    @acme/pay @ada
        /apps/pay/no
        !negated     @nobody
        /[ab].txt    @nobody
        /typo.txt    nobody
        /with\ space/ @spaced #comment @nobody
        **/gen/**    @acme/gen
        /deep/*/x.y  @deep
        """;

    [Theory]
    [InlineData("README", "@acme/all")]
    [InlineData("src/deep/a.js", "@acme/js")]
    [InlineData("a.js", "@acme/js")]
    [InlineData("build/x/y", "@acme/build")]
    [InlineData("src/build/x", "@acme/all")]
    [InlineData("docs/a.md", "docs@acme.example")]
    [InlineData("docs/deep/a.md", "@acme/all")]
    [InlineData("src/apps/x.go", "@acme/apps")]
    [InlineData("apps/pay/card.go", "@acme/pay,@ada")]
    [InlineData("apps/pay/no", "")]
    [InlineData("a.txt", "@acme/all")]
    [InlineData("typo.txt", "@acme/all")]
    [InlineData("with space/a", "@spaced")]
    [InlineData("gen/a", "@acme/gen")]
    [InlineData("src/gen/deep/a.js", "@acme/gen")]
    [InlineData("deep/one/x.y", "@deep")]
    [InlineData("deep/one/two/x.y", "@acme/all")]
    [InlineData("A.JS", "@acme/all")]
    public void The_last_line_that_matches_names_the_owners(string path, string owners) =>
        Assert.Equal(owners, string.Join(',', CodeOwners.Read(File).Of([path])));

    [Fact]
    public void Of_several_paths_all_owners_are_named_once() =>
        Assert.Equal(["@acme/build", "@acme/js"], CodeOwners.Read(File).Of(["a.js", "b.js", "build/a"]));

    [Fact]
    public void Paths_are_told_apart_by_who_owns_them_and_those_that_nobody_owns_are_left_out() =>
        Assert.Equal(
            [new Owned(["@acme/js"], "a.js", 2), new Owned(["@acme/pay", "@ada"], "apps/pay/card.go", 1)],
            CodeOwners.Read(File).By(["b.js", "apps/pay/card.go", "a.js", "apps/pay/no"])
        );

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("**")]
    [InlineData("***")]
    [InlineData("a**b")]
    [InlineData("/**")]
    [InlineData("{a,b}")]
    [InlineData("a\\b")]
    [InlineData("*/")]
    [InlineData("]")]
    [InlineData("a//b")]
    public void No_pattern_breaks_the_reading_of_the_others(string pattern) =>
        Assert.Contains("@acme/all", CodeOwners.Read($"{pattern} @odd\n*.md @acme/all").Of(["x.md"]));

    [Theory]
    [InlineData("README", "@acme/root")]
    [InlineData("shop/price.py", "@acme/all")]
    public void A_star_behind_the_roots_slash_is_what_lies_at_the_root(string path, string owner) =>
        Assert.Equal([owner], CodeOwners.Read("* @acme/all\n/* @acme/root").Of([path]));

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("a/x/b", true)]
    [InlineData("a/x/y/b", true)]
    [InlineData("ab", false)]
    public void Two_stars_between_slashes_are_any_depth(string path, bool isOwned) =>
        Assert.Equal(isOwned ? ["@deep"] : [], CodeOwners.Read("/a/**/b @deep").Of([path]));

    [Fact]
    public async Task A_change_of_a_hundred_thousand_files_is_looked_up_at_once()
    {
        var lines = Enumerable
            .Range(0, 2_000)
            .Select(n =>
                (n % 4) switch
                {
                    0 => $"/apps/team{n}/ @acme/t{n}",
                    1 => $"team{n} @acme/t{n}",
                    2 => $"*.e{n} @acme/t{n}",
                    _ => $"/lib/m{n}/**/x @acme/t{n}",
                }
            );
        var owners = CodeOwners.Read("* @acme/all\n" + string.Join('\n', lines));
        var paths = Enumerable.Range(0, 100_000).Select(n => $"apps/shop/src/main/java/com/acme/price/Price{n}.java").ToList();

        var owned = await Task.Run(() => owners.By(paths), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(100_000, Assert.Single(owned).Paths);
    }

    [Fact]
    public void What_is_looked_up_is_what_each_pattern_says_by_itself()
    {
        string[] pieces = ["a", "b", "a.js", ".js", "x.b.js", "*", "**", "*.js", "*.b.js", "a*", "?"];
        string[] names = ["a", "b", "a.js", ".js", "x.b.js", "c"];
        var dice = new Dice(14);
        string Some(string[] of, int most) =>
            string.Join('/', Enumerable.Range(0, 1 + dice.Below(most)).Select(_ => of[dice.Below(of.Length)]));

        for (var round = 0; round < 3_000; round++)
        {
            var patterns = Enumerable
                .Range(0, 4)
                .Select(_ => (dice.Below(3) == 0 ? "/" : "") + Some(pieces, 3) + (dice.Below(4) == 0 ? "/" : ""))
                .ToList();
            var path = Some(names, 4);
            var owners = CodeOwners.Read(string.Join('\n', patterns.Select((pattern, n) => $"{pattern} @o{n}"))).Of([path]);

            var last = patterns.FindLastIndex(pattern => Globs(pattern).Any(glob => Glob.Parse(glob).IsMatch(path)));
            Assert.True(owners == (last < 0 ? [] : [$"@o{last}"]), $"{string.Join(' ', patterns)} on {path}: {owners}, not @o{last}");
        }
    }

    private static string[] Globs(string pattern)
    {
        var name = pattern.Trim('/');
        var root = pattern.TrimEnd('/').Contains('/') ? name : $"**/{name}";
        return pattern.EndsWith('/') ? [$"{root}/**"]
            : pattern == "*" || pattern.EndsWith("/*", StringComparison.Ordinal) ? [root]
            : [root, $"{root}/**"];
    }
}
