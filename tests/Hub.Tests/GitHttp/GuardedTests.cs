namespace Sluice.Hub.Tests.GitHttp;

public sealed class GuardedTests : HubTest
{
    protected override HubOptions Options => base.Options with { IsGuarded = true };

    [Fact]
    public void Nobody_but_the_App_moves_a_guarded_main_not_even_an_admin()
    {
        using var clone = Clone.Of(Hub.CloneUrl("ada"));
        clone.Commit("src/price.txt", "apple 0\n");
        var (exit, output) = clone.Git("push", "origin", "main");
        Assert.Equal(1, exit);
        Assert.Contains("GH013: Repository rule violations found for refs/heads/main.", output, StringComparison.Ordinal);
        Assert.Contains("- Cannot update this protected ref.", output, StringComparison.Ordinal);
        clone.Must("push", "-q", "origin", "main:refs/heads/cheap");
    }
}
