using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

public sealed class RegulatorTests
{
    private static readonly Row<Allowance> Two =
    [
        new(PartyKind.Agent, "Codex", 2, 2),
        new(PartyKind.Sponsor, "bo", 3, 3),
        new(PartyKind.Author, "ada", 2, 2),
        new(PartyKind.Author, "bo", 2, 2),
    ];

    [Fact]
    public void As_many_as_its_limit_of_an_agents_pulls_are_let_in_and_the_others_wait_with_a_place()
    {
        var kept = Keep([Of(1, "Codex"), Of(2, "Codex"), Of(3, "Codex"), Of(4), Of(5, "Codex")]);

        Assert.Equal(
            [(3, OutsideBy.Agent, "Codex", 2, 2, 1), (5, OutsideBy.Agent, "Codex", 2, 2, 2)],
            kept.Select(pull => (pull.Number, pull.By, pull.Whose, pull.Used, pull.Limit, pull.Place))
        );
    }

    [Fact]
    public void What_is_built_already_stays_in_and_counts_though_the_limit_was_halved()
    {
        var kept = Keep([
            Of(1, "Codex"),
            Of(2, "Codex") with
            {
                IsIn = true,
            },
            Of(3, "Codex") with
            {
                IsIn = true,
            },
            Of(4, "Codex") with
            {
                IsIn = true,
            },
        ]);

        Assert.Equal((1, 3), (Assert.Single(kept).Number, kept[0].Used));
    }

    [Fact]
    public void Every_party_to_a_pull_has_to_have_room()
    {
        Row<Claim> claims = [Of(1, "Claude", "bo"), Of(2, "Claude", "bo"), Of(3, "Jules", "bo"), Of(4, "Devin", "bo")];
        Assert.Equal((4, OutsideBy.Sponsor, "bo"), Assert.Single(Keep(claims).Select(pull => (pull.Number, pull.By, pull.Whose))));
    }

    [Fact]
    public void A_sponsor_is_one_person_in_whatever_letters()
    {
        Row<Claim> claims = [Of(1, "Claude", "bo"), Of(2, "Claude", "Bo"), Of(3, "Jules", "BO"), Of(4, "Devin", "bO")];
        Assert.Equal((4, OutsideBy.Sponsor), Assert.Single(Keep(claims).Select(pull => (pull.Number, pull.By))));
    }

    /// <summary>Anybody can be named as the one who asked for it.</summary>
    [Fact]
    public void Being_named_as_a_sponsor_takes_nothing_from_ones_own_pulls() =>
        Assert.Empty(Keep([Of(1, "Claude", "bo"), Of(2, "Claude", "bo"), Of(3) with { Author = "bo" }, Of(4) with { Author = "bo" }]));

    [Fact]
    public void Whoever_has_had_its_minutes_of_CI_waits_and_others_do_not()
    {
        var kept = Regulator.Keep([Of(1, "Codex"), Of(2, "Jules")], [], 60, [new CiSpent("Codex", 60.5), new CiSpent("Jules", 59)]);

        Assert.Equal((1, OutsideBy.CiMinutes, 60, 60), Assert.Single(kept.Select(pull => (pull.Number, pull.By, pull.Used, pull.Limit))));
    }

    [Fact]
    public void Under_pressure_the_lowest_classes_get_what_the_others_leave_of_the_room_and_are_told_their_place()
    {
        Row<Claim> claims = [Low(1), Of(2), Low(3), Of(4), Low(5) with { IsIn = true }, Low(6)];

        Assert.Empty(Regulator.Keep(claims, [], 0, []));
        var kept = Regulator.Keep(claims, [], 0, [], new Pressure(4, "It presses."));
        Assert.Equal(
            [(3, OutsideBy.Pressure, 6, 4, 1, "It presses."), (6, OutsideBy.Pressure, 6, 4, 2, "It presses.")],
            kept.Select(pull => (pull.Number, pull.By, pull.Used, pull.Limit, pull.Place, pull.Because))
        );
        Assert.Equal([1, 3, 6], Regulator.Keep(claims, [], 0, [], new Pressure(0, "")).Select(pull => pull.Number));
        Assert.Empty(Regulator.Keep(claims, [], 0, [], new Pressure(6, "")));
    }

    private static Claim Low(int number) => Of(number) with { IsLow = true };

    [Fact]
    public void Whatever_comes_nobody_has_more_in_the_lane_than_its_limit_and_nobody_waits_without_a_reason()
    {
        var dice = new Dice(4);
        for (var run = 0; run < 300; run++)
        {
            string?[] agents = [null, "Codex", "Claude", "Jules"];
            var claims = Enumerable
                .Range(1, dice.Below(40))
                .Select(number => Of(number, agents[dice.Below(4)], dice.Below(2) == 0 ? "bo" : null))
                .ToRow();
            var kept = Keep(claims);
            var let = claims.Where(claim => kept.All(pull => pull.Number != claim.Number)).ToList();
            foreach (var limit in Two)
            {
                Assert.InRange(let.Count(claim => claim.Parties.Contains((limit.Kind, limit.Name))), 0, limit.Limit);
            }

            Assert.All(
                kept,
                pull => Assert.True(let.Count(claim => claim.Parties.Contains(((PartyKind)pull.By, pull.Whose))) >= pull.Limit)
            );
        }
    }

    private static Claim Of(int number, string? agent = null, string? sponsor = null) =>
        new(number, 1, Pull.Now.AddSeconds(number), agent, sponsor, agent is null ? "dan" + number : agent + "[bot]");

    private static Row<Outsider> Keep(Row<Claim> claims) => Regulator.Keep(claims, Two, 0, []);
}
