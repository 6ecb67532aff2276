namespace Sluice.Flow.Queue;

/// <summary>
/// Treats each build as an observation, keeps the posterior of every pull, and spends the next slot where it lands or learns most. A pure
/// function: the same sight gives the same schedule.
/// </summary>
public static class Scheduler
{
    public static Schedule Plan(Sight sight)
    {
        var sketch = new Sketch(sight);
        Landings.Choose(sketch);
        Ejections.Choose(sketch);
        Cancellations.Choose(sketch);
        Starts.Choose(sketch);
        return new Schedule(sketch.Land, sketch.Ejections.ToRow(), sketch.Cancels.ToRow(), sketch.Starts.ToRow(), sketch.WakeAt);
    }
}
