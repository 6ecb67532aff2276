using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class AllowancesTests
{
    private static readonly FlowPolicy Policy = new();

    [Fact]
    public void Each_clean_landing_widens_it_by_one_up_to_the_bound()
    {
        Assert.Equal(5, Limit());
        Assert.Equal(8, Limit(Clean(0), Clean(0), Clean(0)));
        Assert.Equal(20, Limit([.. Enumerable.Repeat(Clean(0), 40)]));
    }

    [Fact]
    public void Harm_halves_it_down_to_the_bound()
    {
        Assert.Equal(2, Limit(Harm(0)));
        Assert.Equal(1, Limit(Harm(0), Harm(0), Harm(0), Harm(0)));
        Assert.Equal(4, Limit(Clean(0), Clean(0), Clean(0), Harm(0)));
    }

    [Fact]
    public void It_goes_back_to_the_policys_number_as_time_goes_by()
    {
        Assert.Equal([2, 3, 4, 5], new[] { 0, 20, 60, 121 }.Select(days => Limit(Harm(days))));
        Assert.Equal([20, 12, 7, 5], new[] { 0, 20, 60, 121 }.Select(days => Limit([.. Enumerable.Repeat(Clean(days), 20)])));
    }

    [Fact]
    public void What_a_maintainer_forgave_counts_no_more()
    {
        var allowance = Of(Harm(3), Harm(2), new Deed(Pull.Now.AddDays(-1), DeedKind.Pardoned), Clean(0));

        Assert.Equal((6, 1, 0, Pull.Now.AddDays(-1)), (allowance.Limit, allowance.Clean, allowance.Harmful, allowance.Reset!.Value));
    }

    [Theory]
    [InlineData(0, 1, 20, 0)]
    [InlineData(50, 1, 20, 50)]
    [InlineData(2, 4, 20, 2)]
    public void What_the_policy_says_is_within_the_bounds_itself_and_none_is_none(int queued, int min, int max, int begins) =>
        Assert.Equal(
            begins,
            Allowances
                .Of(
                    PartyKind.Agent,
                    "Codex",
                    Policy with
                    {
                        Agents = new AgentLimits(Queued: queued),
                        Adaptive = new(min, max),
                    },
                    [],
                    Pull.Now
                )
                .Limit
        );

    [Fact]
    public void Switched_off_it_stays_as_it_is_written() =>
        Assert.Equal(5, Allowances.Of(PartyKind.Agent, "Codex", Policy with { Adaptive = null }, [Harm(0), Clean(0)], Pull.Now).Limit);

    [Fact]
    public void More_harm_never_widens_and_more_clean_landings_never_narrow_it()
    {
        var dice = new Dice(3);
        for (var run = 0; run < 200; run++)
        {
            var deeds = Enumerable
                .Range(0, dice.Below(20))
                .Select(_ => new Deed(Pull.Now.AddDays(-100 * dice.Roll()), dice.Below(4) == 0 ? DeedKind.Harmful : DeedKind.Clean))
                .ToList();
            var now = Limit([.. deeds]);
            Assert.InRange(now, 1, 20);
            Assert.InRange(Limit([.. deeds, Harm(0)]), 1, now);
            Assert.InRange(Limit([.. deeds, Clean(0)]), now, 20);
        }
    }

    [Fact]
    public void An_agent_its_sponsor_and_its_author_are_told_by_what_was_noted_of_their_own_pulls()
    {
        Row<Noted> noted =
        [
            Note(1, Ending.Landed, "Codex"),
            Note(2, Ending.Landed, "Codex"),
            Note(2, Ending.Regressed, "Codex"),
            Note(2, Ending.Reverted, "Codex"),
            Note(3, Ending.Landed, null),
            Note(4, Ending.BrokeBuild, "Codex"),
        ];
        var allowances = Allowances.Of([("Codex", "bo", "ada"), (null, null, "ada"), (null, null, "cy")], Policy, noted, Pull.Now);

        Assert.Equal(
            [
                (PartyKind.Agent, "Codex", 3, 1, 1),
                (PartyKind.Sponsor, "bo", 5, 1, 1),
                (PartyKind.Author, "ada", 6, 2, 1),
                (PartyKind.Author, "cy", 10, 0, 0),
            ],
            allowances.Select(each => (each.Kind, each.Name, each.Limit, each.Clean, each.Harmful))
        );
    }

    private static Noted Note(int pull, Ending ending, string? agent) =>
        new(
            pull,
            Pull.Now.AddMinutes(pull - 60),
            new Outcome(ending, 0.1, Band.Low, [])
            {
                Agent = agent,
                Sponsor = agent is null ? null : "bo",
                Author = "ada",
            }
        );

    private static Deed Clean(double days) => new(Pull.Now.AddDays(-days), DeedKind.Clean);

    private static Deed Harm(double days) => new(Pull.Now.AddDays(-days), DeedKind.Harmful);

    private static Allowance Of(params Deed[] deeds) =>
        Allowances.Of(PartyKind.Agent, "Codex", Policy, deeds.OrderBy(deed => deed.At).ToRow(), Pull.Now);

    private static int Limit(params Deed[] deeds) => Of(deeds).Limit;
}
