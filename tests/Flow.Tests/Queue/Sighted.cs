using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Sights of a lane where all wait since noon, and the plans for them, which are the same each time.</summary>
internal static class Sighted
{
    public static Schedule Plan(Sight sight)
    {
        var plan = Scheduler.Plan(sight);
        Assert.Equal(plan, Scheduler.Plan(sight));
        return plan;
    }

    public static Sight Sight(int pulls, double fails = 0.05) =>
        new()
        {
            Now = Values.Noon.AddHours(1),
            Pulls = Enumerable.Range(1, pulls).Select(number => new Waiting(number, fails, Values.Noon)).ToRow(),
        };

    public static Flight Flight(string id, Row<int> members, Row<int>? content = null, params string[] below) =>
        new(id, BuildKind.Spine, members, content ?? members, below.ToRow(), false, true, true, Values.Noon, 0.9);
}
