using Sluice.Flow.Release.Blaming;

namespace Sluice.Flow.Tests.Release;

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
    public void The_last_line_that_matches_names_the_owners(string path, string owners) =>
        Assert.Equal(owners, string.Join(',', CodeOwners.Read(File).Of([path])));

    [Fact]
    public void Of_several_paths_all_owners_are_named_once() =>
        Assert.Equal(["@acme/build", "@acme/js"], CodeOwners.Read(File).Of(["a.js", "b.js", "build/a"]));
}
