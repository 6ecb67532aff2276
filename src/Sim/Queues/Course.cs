namespace Sluice.Sim.Queues;

/// <summary>Lets a queue's policy meet a trace, until nobody waits any more.</summary>
public static class Course
{
    /// <summary>Builds per pull after which a policy is taken to run in circles.</summary>
    private const int Circles = 200;

    public static Figures Run(Trace trace, Terms terms, string policy, Func<Mainline, IQueue> make)
    {
        var diary = new Diary();
        var mainline = new Mainline(trace, terms, diary);
        var queue = make(mainline);
        for (var i = 0; i < trace.Changes.Count; i++)
        {
            diary.Add(trace.Changes[i].Arrival, i);
        }

        while (mainline.Tally.Open > 0 && mainline.Tally.Builds < Circles * (trace.Changes.Count + 10) && diary.Next())
        {
            foreach (var pull in diary.Arriving)
            {
                mainline.Tally.Enter(pull);
                queue.Enter(pull);
            }

            foreach (var run in diary.Ending.Where(mainline.Finish))
            {
                queue.Finish(run);
            }

            queue.Act();
            mainline.Tally.Mark(diary.Now);
        }

        return mainline.Tally.Sum(policy);
    }
}
