using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests;

public sealed class OutageTests
{
    private static readonly OutageLimits Limits = new();

    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_opens_once_most_requests_fail_for_two_minutes_and_says_since_when()
    {
        var early = After(Outage.None, Noon, 12, false, TimeSpan.FromSeconds(10));
        Assert.Null(early.Breaker);

        var open = early.Heard(false, Noon.AddMinutes(2), Limits);

        Assert.Equal(new Breaker(BreakerKind.GitHub, BreakerState.Open, Noon.AddMinutes(2), 1, Noon.AddMinutes(3)), open.Breaker);
        Assert.Equal(Noon, open.Since);
    }

    [Fact]
    public void A_burst_of_failures_in_a_moment_opens_nothing() =>
        Assert.Null(After(Outage.None, Noon, 500, false, TimeSpan.FromMilliseconds(100)).Breaker);

    [Fact]
    public void As_long_as_most_are_answered_it_stays_closed()
    {
        var outage = Outage.None;
        for (var i = 0; i < 200; i++)
        {
            outage = outage.Heard(i % 5 > 1, Noon.AddSeconds(i * 2), Limits);
            Assert.Null(outage.Breaker);
        }
    }

    [Fact]
    public void What_failed_before_the_window_does_not_count()
    {
        var before = After(Outage.None, Noon, 12, false, TimeSpan.FromSeconds(9));

        var later = After(before, Noon.AddMinutes(10), 9, false, TimeSpan.FromSeconds(15));

        Assert.Null(later.Breaker);
        Assert.NotNull(later.Heard(false, Noon.AddMinutes(12.5), Limits).Breaker);
    }

    [Fact]
    public void While_it_is_open_what_can_wait_waits_and_then_one_alone_tries()
    {
        var open = Open();
        var at = open.Breaker!.TryAt!.Value;
        Assert.Equal(at, open.Ask(at.AddSeconds(-1), Limits).Until);

        var (trying, goes) = open.Ask(at, Limits);

        Assert.Null(goes);
        Assert.Equal(BreakerState.HalfOpen, trying.Breaker!.State);
        Assert.Equal(at.AddSeconds(1) + Limits.Glance, trying.Ask(at.AddSeconds(1), Limits).Until);
        Assert.Null(trying.Ask(at + Limits.Try, Limits).Until);
    }

    [Fact]
    public void A_try_that_fails_doubles_the_pause_up_to_the_longest_and_one_that_is_answered_closes_it()
    {
        var (outage, pauses) = (Open(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            var at = outage.Breaker!.TryAt!.Value;
            outage = outage.Ask(at, Limits).Next.Heard(false, at, Limits);
            pauses.Add((outage.Breaker!.TryAt!.Value - at).TotalMinutes);
        }

        Assert.Equal([2, 4, 8, 8, 8], pauses);
        Assert.Equal(Noon, outage.Since);
        var tried = outage.Breaker!.TryAt!.Value;
        Assert.Equal(Outage.None, outage.Ask(tried, Limits).Next.Heard(true, tried, Limits));
    }

    [Fact]
    public void What_never_waits_may_be_the_try_but_a_lucky_answer_before_it_is_time_closes_nothing()
    {
        var open = Open();

        Assert.Equal(open, open.Heard(true, open.Breaker!.TryAt!.Value.AddSeconds(-1), Limits));
        Assert.Equal(Outage.None, open.Heard(true, open.Breaker.TryAt.Value, Limits));
    }

    private static Outage Open() => After(Outage.None, Noon, 13, false, TimeSpan.FromSeconds(10));

    private static Outage After(Outage outage, DateTimeOffset from, int requests, bool isAnswered, TimeSpan every)
    {
        for (var i = 0; i < requests; i++)
        {
            outage = outage.Heard(isAnswered, from + (every * i), Limits);
        }

        return outage;
    }
}
