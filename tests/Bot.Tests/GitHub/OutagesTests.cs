using Sluice.Bot.GitHub;
using Sluice.Flow;

namespace Sluice.Bot.Tests.GitHub;

public sealed class OutagesTests
{
    private readonly HandClock _clock = new();
    private readonly Outages _outages;

    public OutagesTests() => _outages = new Outages(new OutageLimits(), _clock);

    [Fact]
    public void API_and_git_that_were_away_together_are_one_outage_once_both_are_back()
    {
        var began = _clock.Now;
        Hear(TimeSpan.FromMinutes(20), (Through.Api, false), (Through.Git, false));
        Hear(TimeSpan.FromMinutes(20), (Through.Api, true), (Through.Git, false));
        Assert.Empty(_outages.Past());

        Hear(TimeSpan.FromMinutes(10), (Through.Api, true), (Through.Git, true));

        var past = Assert.Single(_outages.Past());
        Assert.Equal(began, past.From);
        Assert.True(past.Until >= began.AddMinutes(40), $"{past}");
        _outages.Told(past);
        Assert.Empty(_outages.Past());
    }

    [Fact]
    public void Two_outages_with_time_between_them_are_two()
    {
        for (var outage = 0; outage < 2; outage++)
        {
            Hear(TimeSpan.FromMinutes(20), (Through.Api, false));
            Hear(TimeSpan.FromMinutes(30), (Through.Api, true));
        }

        Assert.Equal(2, _outages.Past().Count);
    }

    private void Hear(TimeSpan span, params (Through Through, bool IsAnswered)[] answers)
    {
        for (var until = _clock.Now + span; _clock.Now < until; _clock.Advance(TimeSpan.FromSeconds(10)))
        {
            foreach (var (through, isAnswered) in answers)
            {
                _outages.Heard(7, through, isAnswered);
            }
        }
    }
}
