using Sluice.Hub.Model;
using Sluice.Sim.Storms;
using Sluice.Sim.Tests.Turns;
using Sluice.Turns.Ports;
using Reading = Sluice.Turns.Ports.Answer<Sluice.Turns.Ports.TickCounts>;

namespace Sluice.Sim.Tests;

/// <summary>A lie of the metrics excuses a defect in production only where it made that very canary look well.</summary>
public sealed class TestimonyTests : TurnTest
{
    private static readonly TickCounts Sound = new(40, 40, 4000, 4000);
    private static readonly TickCounts Failing = new(200, 40, 4000, 4000);

    private readonly Testimony _testimony = new();

    [Theory]
    [InlineData(200, 40, 4000, false)]
    [InlineData(200, 40e9, 4000, true)]
    [InlineData(200e9, 40e9, 4000, false)]
    [InlineData(0, 40, 0, false)]
    [InlineData(0, 40, 4000, true)]
    public void A_defect_is_excused_where_its_canary_was_told_as_well(double canary, double baseline, double exposure, bool isExcused)
    {
        var bad = Promoted("defect/1.txt");
        _testimony.Hear(bad, null, Failing, Told(new TickCounts(canary, baseline, exposure, 4000)));

        Assert.Equal(isExcused, _testimony.Excuses(Town.Repo, "defect/1.txt"));
    }

    [Fact]
    public void One_lie_among_many_ticks_that_were_so_hides_nothing()
    {
        var bad = Promoted("defect/1.txt");
        for (var tick = 0; tick < 5; tick++)
        {
            _testimony.Hear(bad, null, Failing, Told(tick == 2 ? Sound : Failing));
        }

        Assert.False(_testimony.Excuses(Town.Repo, "defect/1.txt"));
    }

    [Fact]
    public void A_lie_about_another_canary_excuses_nothing()
    {
        _testimony.Hear(Promoted("good/1.txt"), null, Sound, Told(Sound with { Baseline = 40e9 }));
        _testimony.Hear(Promoted("defect/1.txt"), null, Failing, Told(Failing));

        Assert.False(_testimony.Excuses(Town.Repo, "defect/1.txt"));
    }

    [Fact]
    public void Nor_does_a_source_that_told_nothing_or_a_canary_that_nobody_asked_about()
    {
        _testimony.Hear(Promoted("defect/1.txt"), null, Failing, new Reading.Refused("nobody answers there"));
        Promoted("defect/2.txt");

        Assert.False(_testimony.Excuses(Town.Repo, "defect/1.txt"));
        Assert.False(_testimony.Excuses(Town.Repo, "defect/2.txt"));
    }

    [Theory]
    [InlineData(40e9, true)]
    [InlineData(40, false)]
    public void What_was_no_worse_than_what_ran_is_excused_with_it(double baseline, bool isExcused)
    {
        var first = Promoted("defect/1.txt");
        _testimony.Hear(first, null, Failing, Told(Failing with { Baseline = baseline }));
        var asBad = Failing with { Baseline = 200 };
        _testimony.Hear(Promoted("defect/2.txt"), first, asBad, Told(asBad));

        Assert.Equal(isExcused, _testimony.Excuses(Town.Repo, "defect/2.txt"));
    }

    private static Reading Told(TickCounts counts) => new Reading.Made(counts);

    /// <summary>A commit with that file on main, that went to production.</summary>
    private string Promoted(string path)
    {
        var commit = Push("main", path).Hex;
        var draft = new DeploymentDraft(commit)
        {
            AutoMerge = false,
            RequiredContexts = [],
            Environment = "production",
        };
        Assert.Null(Town.World.Deployments.Create(People.As(Town.Installation), Town.Repo, draft).Refusal?.Message);
        return commit;
    }
}
