using Sluice.Bot.Jobs;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Tests.Jobs;

public sealed class RingsTests
{
    private readonly Rings _rings = new();

    [Fact]
    public void Who_is_rung_is_told_at_once_and_once()
    {
        Assert.True(_rings.Add([Pull(1), Pull(2)]));

        Assert.Equal([Pull(1), Pull(2)], Told());
        Assert.Empty(Told());
        Assert.Equal(TimeSpan.Zero, _rings.Rest());
    }

    [Fact]
    public void Who_is_rung_again_and_again_is_told_again_after_a_rest_and_others_meanwhile()
    {
        Ring(Pull(1), 500);
        Assert.Equal([Pull(1)], Told());
        Assert.Equal(TimeSpan.FromMilliseconds(499), _rings.Rest());

        Assert.False(_rings.Add([Pull(1)]));
        Assert.True(_rings.Add([Pull(2)]));
        Assert.Equal([Pull(2)], Told());
        Assert.False(_rings.Add([Pull(2)]));
        Assert.Empty(Told());

        _rings.Wake();
        Assert.Equal([Pull(1), Pull(2)], Told());
        Assert.Equal(TimeSpan.Zero, _rings.Rest());
    }

    [Fact]
    public void After_a_rest_without_another_ring_nobody_waits()
    {
        Ring(Pull(1), 100);
        Told();
        _rings.Rest();

        _rings.Wake();

        Assert.Empty(Told());
        Assert.True(_rings.Add([Pull(1)]));
        Assert.Equal([Pull(1)], Told());
    }

    [Fact]
    public void While_the_flood_lasts_so_do_the_rests_which_have_a_bound()
    {
        for (var rest = 0; rest < 5; rest++)
        {
            Ring(Pull(1), 100_000);
            Ring(Pull(2), 100_000);
            _rings.Wake();

            Assert.Equal([Pull(1), Pull(2)], Told());
            Assert.Equal(TimeSpan.FromSeconds(10), _rings.Rest());
        }
    }

    [Fact]
    public void No_ring_is_ever_lost()
    {
        var (random, owed) = (new Random(7), new HashSet<Subject>());
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    owed.ExceptWith(Told());
                    break;
                case 1:
                    _rings.Rest();
                    break;
                case 2:
                    _rings.Wake();
                    break;
                default:
                    var subject = Pull(random.Next(30));
                    _rings.Add([subject]);
                    owed.Add(subject);
                    break;
            }
        }

        _rings.Wake();
        Assert.Superset(owed, Told().ToHashSet());
    }

    private List<Subject> Told() => [.. _rings.Take().OrderBy(subject => subject.Key, StringComparer.Ordinal)];

    private void Ring(Subject subject, int times)
    {
        for (var time = 0; time < times; time++)
        {
            _rings.Add([subject]);
        }
    }

    private static PullSubject Pull(int number) => new PullSubject(7, number);
}
