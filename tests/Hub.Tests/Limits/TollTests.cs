using Sluice.Hub.Limits;

namespace Sluice.Hub.Tests.Limits;

public sealed class TollTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_primary_limit_refuses_until_its_hour_is_over()
    {
        var toll = new Toll();
        var passage = new Passage("installation ID 7", "core", 3, 1, false);
        for (var i = 0; i < 3; i++)
            Assert.Null(toll.Pass(passage, Noon.AddMinutes(i)).Refusal);
        var refused = toll.Pass(passage, Noon.AddMinutes(59));
        Assert.Equal(
            (403, "API rate limit exceeded for installation ID 7.", 0),
            (refused.Refusal!.Status, refused.Refusal.Message, refused.Remaining)
        );
        Assert.Equal((Noon.AddHours(1), null), (refused.Resets, refused.RetryAfter));
        Assert.Equal(2, toll.Pass(passage, Noon.AddHours(1)).Remaining);
    }

    [Fact]
    public void Nine_hundred_points_a_minute_are_180_writes_and_the_refusal_says_when_to_come_again()
    {
        var toll = new Toll();
        var write = new Passage("installation ID 7", "core", 5_000, 5, false);
        for (var i = 0; i < 180; i++)
            Assert.Null(toll.Pass(write, Noon).Refusal);
        var refused = toll.Pass(write, Noon.AddSeconds(40));
        Assert.StartsWith("You have exceeded a secondary rate limit.", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(20), refused.RetryAfter);
        Assert.Null(toll.Pass(write, Noon.AddSeconds(60)).Refusal);
        Assert.Null(toll.Pass(write with { Key = "installation ID 8" }, Noon.AddSeconds(40)).Refusal);
    }

    [Theory]
    [InlineData(80, 1)]
    [InlineData(500, 450)]
    public void Content_has_its_own_account_by_the_minute_and_by_the_hour(int most, int seconds)
    {
        var toll = new Toll();
        var comment = new Passage("installation ID 7", "core", 5_000, 5, true);
        var refusedAfter = Enumerable
            .Range(0, 600)
            .First(i => toll.Pass(comment, Noon.AddSeconds((double)i * seconds / most)).Refusal is not null);
        Assert.Equal(most, refusedAfter);
        Assert.Null(toll.Pass(comment with { IsContent = false }, Noon.AddSeconds(seconds)).Refusal);
    }

    [Fact]
    public void A_request_given_back_is_as_if_it_was_never_made()
    {
        var toll = new Toll();
        var passage = new Passage("installation ID 7", "core", 10, 1, false);
        toll.Pass(passage, Noon);
        Assert.Equal(10, toll.Refund(passage, Noon).Remaining);
    }

    [Fact]
    public void Switched_off_it_counts_and_refuses_nothing()
    {
        var toll = new Toll { Numbers = new LimitNumbers { IsOn = false } };
        var passage = new Passage("installation ID 7", "core", 1, 5, true);
        for (var i = 0; i < 1_000; i++)
            Assert.Null(toll.Pass(passage, Noon).Refusal);
        Assert.Equal(1_000, toll.Look(passage, Noon).Used);
    }
}
