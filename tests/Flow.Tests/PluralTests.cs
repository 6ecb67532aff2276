namespace Sluice.Flow.Tests;

public sealed class PluralTests
{
    [Theory]
    [InlineData(0, "0 canaries")]
    [InlineData(1, "1 canary")]
    [InlineData(2, "2 canaries")]
    [InlineData(1.04, "1 canary")]
    [InlineData(1.06, "1.1 canaries")]
    [InlineData(12345, "12345 canaries")]
    public void One_is_not_many(double amount, string says) => Assert.Equal(says, Plural.Of(amount, "canary", "canaries"));

    [Fact]
    public void Many_have_an_s_where_nothing_else_is_said() =>
        Assert.Equal(
            ("1 tick", "3 ticks", "is", "are"),
            (Plural.Of(1, "tick"), Plural.Of(3, "tick"), Plural.Word(1, "is", "are"), Plural.Word(0, "is", "are"))
        );
}
