namespace Sluice.Flow.Tests.Intake.Stacks;

public sealed class DependsOnTests
{
    [Theory]
    [InlineData("Depends-On: #4", "4")]
    [InlineData("depends-on: #4", "4")]
    [InlineData("DEPENDS ON #4", "4")]
    [InlineData("Depends_on: #4 (the API part)", "4")]
    [InlineData("DependsOn:#4", "4")]
    [InlineData("Depend-On: #4", "4")]
    [InlineData("Dependent on #4.", "4")]
    [InlineData("- Depends-On: #4, #5 and #6; #7", "4 5 6 7")]
    [InlineData("* [ ] Depends on #4 #5", "4 5")]
    [InlineData("**Depends on:** #4", "4")]
    [InlineData("__Depends-On__: #4", "4")]
    [InlineData("What it does.\r\n\r\nDepends-On: #5\r\nDepends-On: #4\r\nDepends-On: #5\r\n", "5 4")]
    [InlineData("Depends-On: https://github.com/Acme/Shop/pull/4", "4")]
    [InlineData("Depends-On: https://git.example.com/acme/shop/pull/4/files#r1, GH-5", "4 5")]
    [InlineData("Depends-On: acme/shop#4", "4")]
    [InlineData("Depends-On: acme/other#4", "!acme/other#4")]
    [InlineData("Depends-On: https://github.com/acme/other/pull/4", "!https://github.com/acme/other/pull/4")]
    [InlineData("Depends-On: #0", "!#0")]
    [InlineData("Depends-On: I8473b95934b5732ac55d26311a706c9c2bde9940", "!I8473b95934b5732ac55d26311a706c9c2bde9940")]
    [InlineData("Depends-On: #9999999999", "!#9999999999")]
    [InlineData("Depends-On: none", "")]
    [InlineData("Depends-On:", "")]
    [InlineData("Depends-On: n/a", "")]
    [InlineData("Depends on how you look at #4", "")]
    [InlineData("It all depends on #4", "")]
    [InlineData("Dependson: #", "")]
    [InlineData("> Depends-On: #4", "")]
    [InlineData("```\nDepends-On: #4\n```", "")]
    [InlineData("    Depends-On: #4", "")]
    [InlineData("<!-- Depends-On: #4 -->", "")]
    [InlineData("<!--\nDepends-On: #4\n-->", "")]
    [InlineData("Depends-On: #4abc", "4")]
    [InlineData("Independent on #4", "")]
    [InlineData("", "")]
    public void What_it_depends_on_stands_on_a_line_of_its_own(string body, string expected) =>
        Assert.Equal(
            expected,
            string.Join(' ', DependsOn.Read(body, "acme/shop").Select(found => found.Number is { } number ? $"{number}" : $"!{found.Said}"))
        );

    [Fact]
    public void More_than_are_looked_up_are_one_too_many()
    {
        var body = string.Join('\n', Enumerable.Range(1, 500).Select(number => $"Depends-On: #{number}"));

        Assert.Equal(DependsOn.Most + 1, DependsOn.Read(body, "acme/shop").Count);
    }

    [Fact]
    public void A_hostile_description_is_read_in_no_time()
    {
        var body =
            string.Join('\n', Enumerable.Repeat("Depends-On: " + new string(',', 3000) + "#", 20))
            + "\n"
            + new string('*', 60000)
            + "depends on"
            + new string('-', 60000);
        var began = TimeProvider.System.GetTimestamp();

        DependsOn.Read(body, "acme/shop");

        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(2));
    }
}
