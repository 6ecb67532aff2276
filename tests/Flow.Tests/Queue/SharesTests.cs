using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

public sealed class SharesTests
{
    [Fact]
    public void While_people_wait_agents_get_their_share_and_afterwards_all()
    {
        var line = Enumerable
            .Range(1, 8)
            .Select(number => Of(number, "Codex"))
            .Concat([Of(20, null, "ada"), Of(21, null, "bo"), Of(22, null, "cy")]);

        Assert.Equal("20 1 21 2 3 22 4 5 6 7 8", Numbers(line, 0.6));
        Assert.Equal("20 21 22 1 2 3 4 5 6 7 8", Numbers(line, 0));
        Assert.Equal("1 20 21 22 2 3 4 5 6 7 8", Numbers(line, 1));
    }

    [Fact]
    public void Authors_take_turns_whoever_came_with_many() =>
        Assert.Equal(
            "1 5 6 2 3 4",
            Numbers(
                [Of(1, null, "ada"), Of(2, null, "ada"), Of(3, null, "ada"), Of(4, null, "ada"), Of(5, null, "bo"), Of(6, null, "cy")],
                0.6
            )
        );

    [Fact]
    public void Priority_goes_before_shares_and_a_long_wait_before_both()
    {
        var old = Of(9, "Codex") with { Since = Values.Noon.AddHours(-7) };
        var line = new[]
        {
            Of(1, null, "ada"),
            Of(2, "Codex") with
            {
                Priority = Priority.High,
            },
            old,
            Of(3, null, "bo") with
            {
                Priority = Priority.Urgent,
            },
        };

        Assert.Equal("3 9 2 1", Numbers(line, 0.6));
    }

    /// <summary>Arrivals and services in any order: the dice decide who comes, and the first in line is served.</summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void A_person_who_is_kth_in_line_is_served_within_k_over_one_minus_share_and_machines_are_never_starved(double share)
    {
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var dice = new Dice(seed);
            var (line, fairness, number) = (new List<Entry>(), Fairness.None, 0);
            var due = new SortedDictionary<int, int>();
            var (served, machines, contended) = (0, 0, 0);
            for (var step = 0; step < 400; step++)
            {
                for (var come = (int)(dice.Roll() * (step < 300 ? 4 : 0)); come > 0; come--)
                {
                    var who = (int)(dice.Roll() * 5);
                    line.Add(Of(++number, who < 3 ? "agent" + who : null, "person" + who));
                }

                var order = Order.Of(line, Values.Noon, TimeSpan.FromDays(9), fairness, share);
                if (order.Count == 0)
                {
                    continue;
                }

                // Of each person's pull it is noted when it becomes the first of its author: from there on the bound counts the people who
                // have a first pull, too.
                var people = order.Where(entry => !entry.IsMachine).Select(entry => entry.Author).Distinct().Count();
                foreach (var first in order.Where(entry => !entry.IsMachine).GroupBy(entry => entry.Author).Select(own => own.First()))
                {
                    due.TryAdd(first.Number, served + (int)Math.Ceiling((2 * people + 1) / (1 - share)) + 1);
                }

                var next = order[0];
                line.Remove(next);
                var both = order.Select(entry => entry.IsMachine).Distinct().Count() == 2;
                fairness = fairness.After(next, line, share);
                served++;
                Assert.True(
                    next.IsMachine || served <= due[next.Number],
                    $"seed {seed}: #{next.Number} came as number {served} and should have by {due.GetValueOrDefault(next.Number)}"
                );
                (contended, machines) = both ? (contended + 1, machines + (next.IsMachine ? 1 : 0)) : (0, 0);
                Assert.InRange(machines, Math.Floor((share * contended) - 1), Math.Ceiling((share * contended) + 1));
            }
        }
    }

    [Fact]
    public void What_was_served_is_remembered_from_turn_to_turn()
    {
        var (first, second) = (Of(1, null, "ada"), Of(2, null, "bo"));
        var after = Fairness.None.After(first, [second, Of(3, null, "ada")], 0.6);

        Assert.Equal([new TurnsHad("ada", 1)], after.Turns);
        Assert.Equal(
            "2 3",
            string.Join(
                ' ',
                Order
                    .Of([Of(3, null, "ada") with { Since = Values.Noon }, second], Values.Noon, TimeSpan.FromHours(6), after, 0.6)
                    .Select(entry => entry.Number)
            )
        );
    }

    private static Entry Of(int number, string? agent, string author = "codex[bot]") =>
        Values.Entry(number) with
        {
            Agent = agent,
            Author = author,
            Origin = agent is null ? OriginClass.None : OriginClass.Agent,
        };

    private static string Numbers(IEnumerable<Entry> line, double share) =>
        string.Join(
            ' ',
            Order.Of(line, Values.Noon.AddMinutes(1), TimeSpan.FromHours(6), Fairness.None, share).Select(entry => entry.Number)
        );
}
