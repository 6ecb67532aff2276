using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests;

/// <summary>Who stands still while GitHub does not answer, and who hears of it.</summary>
public sealed class BystandersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly Sha At = new(new string('1', 40));

    private static readonly Admission InLine = new(1, At, "main", Priority.Normal, Noon, 0, Band.Low, false, default, "ada");

    public static TheoryData<PullLedger?> Idle => new((PullLedger?)null, PullLedger.New, PullLedger.New with { CommandsUpTo = 9 });

    public static TheoryData<PullLedger> Awaited =>
        [
            PullLedger.New with
            {
                Admission = InLine,
            },
            PullLedger.New with
            {
                Ticket = 1,
            },
            PullLedger.New with
            {
                Hold = new Hold(new Actor(1, "ada"), "why", Noon),
            },
        ];

    [Theory]
    [MemberData(nameof(Idle))]
    public void One_that_nobody_waits_for_stands_still(PullLedger? ledger) => Assert.True(Bystanders.CanWait(Pull("pears"), ledger, []));

    [Theory]
    [MemberData(nameof(Awaited))]
    public void One_that_somebody_waits_for_goes_on(PullLedger ledger) => Assert.False(Bystanders.CanWait(Pull("pears"), ledger, []));

    [Theory]
    [InlineData("sluice/revert/abc")]
    [InlineData("sluice/reland/abc")]
    public void What_the_bot_opened_goes_on(string head) => Assert.False(Bystanders.CanWait(Pull(head), null, []));

    [Fact]
    public void One_that_is_not_known_is_looked_at() => Assert.False(Bystanders.CanWait(null, null, []));

    [Theory]
    [InlineData("/sluice queue", 0, false)]
    [InlineData("/sluice queue", 4, false)]
    [InlineData("/sluice queue", 5, true)]
    [InlineData("looks good to me", 0, true)]
    public void A_word_that_was_not_heard_yet_is(string body, long heardUpTo, bool waits)
    {
        var said = new Comment(5, new Actor(1, "ada"), Permission.Write, body, Noon, Noon);

        Assert.Equal(waits, Bystanders.CanWait(Pull("pears"), PullLedger.New with { CommandsUpTo = heardUpTo }, [said]));
        Assert.Equal(body[0] != '/', Bystanders.CanWait(Pull("pears"), null, [said]));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void People_are_told_where_somebody_was_in_line_before_it_was_over(int later, bool told) =>
        Assert.Equal(
            told,
            Bystanders.AreTold(
                LaneLedger.New,
                [PullLedger.New, PullLedger.New with { Admission = InLine with { Since = Noon.AddMinutes(later) } }],
                Noon
            )
        );

    [Fact]
    public void Nobody_is_told_where_nobody_was_in_line()
    {
        Assert.False(Bystanders.AreTold(LaneLedger.New, [PullLedger.New], Noon));
        Assert.False(Bystanders.AreTold(null, [PullLedger.New with { Admission = InLine }], Noon));
    }

    private static PullRequest Pull(string head) =>
        new(3, "", "pears", "", new Actor(5, "cleo"), At, head, 7, "main", false, true, false, null, [], Noon, Noon);
}
