namespace Sluice.Flow.Tests.Tidy;

/// <summary>The compiler keeps Flow pure, as long as it is told to.</summary>
public sealed class BannedSymbolsTests
{
    [Theory]
    [InlineData("P:System.DateTimeOffset.UtcNow")]
    [InlineData("P:System.DateTimeOffset.Now")]
    [InlineData("T:System.DateTime")]
    [InlineData("T:System.TimeProvider")]
    [InlineData("T:System.Random")]
    [InlineData("M:System.Guid.NewGuid")]
    [InlineData("T:System.Threading.Tasks.Task")]
    [InlineData("T:System.Threading.Tasks.Task`1")]
    [InlineData("T:System.Threading.Tasks.ValueTask")]
    [InlineData("T:System.Threading.Thread")]
    [InlineData("T:System.IO.File")]
    [InlineData("T:System.Net.Http.HttpClient")]
    [InlineData("T:System.Diagnostics.Process")]
    [InlineData("T:System.Console")]
    [InlineData("T:System.Environment")]
    [InlineData("T:System.Collections.Generic.Dictionary`2")]
    [InlineData("T:System.Collections.Generic.HashSet`1")]
    public void A_clock_dice_tasks_IO_and_hash_order_are_banned_in_Flow(string symbol) =>
        Assert.Contains(House.Lines("src/Flow/BannedSymbols.txt"), line => line.StartsWith(symbol + ";", StringComparison.Ordinal));

    [Fact]
    public void Each_ban_says_why() =>
        Assert.All(House.Lines("src/Flow/BannedSymbols.txt"), line => Assert.Matches("^[TMP]:.+;.{10,}$", line));

    [Fact]
    public void The_list_is_given_to_the_compiler_and_switched_off_nowhere()
    {
        Assert.Contains("<AdditionalFiles Include=\"BannedSymbols.txt\" />", House.Read("src/Flow/Flow.csproj"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            House.Files,
            path => path.StartsWith("src/", StringComparison.Ordinal) && House.Read(path).Contains("RS0030", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("RS0030", House.Read(".editorconfig"), StringComparison.Ordinal);
    }
}
