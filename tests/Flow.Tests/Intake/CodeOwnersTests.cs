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
}
