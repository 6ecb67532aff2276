namespace Sluice.Sim.Queues;

/// <summary>A queue's policy. It is told what happened at an instant, then acts on the mainline that it was made for.</summary>
public interface IQueue
{
    /// <summary>A pull arrived, or came back after it was ejected though good.</summary>
    void Enter(int pull);

    /// <summary>A run ended by itself: <see cref="Run.Green"/> says how.</summary>
    void Finish(Run run);

    /// <summary>All that happened at this instant was told.</summary>
    void Act();
}

/// <summary>One CI build.</summary>
/// <param name="content">The pulls that it would land, none of them landed when it started.</param>
/// <param name="root">How many pulls had landed when it started.</param>
public sealed class Run(int id, int[] content, int root, double started)
{
    public int Id => id;

    public int[] Content => content;

    public int Root => root;

    /// <summary>Seconds from the start of the trace.</summary>
    public double Started => started;

    /// <summary>Known once it has finished.</summary>
    public bool Green { get; internal set; }

    /// <summary>Finished or cancelled.</summary>
    public bool Over { get; internal set; }

    internal bool Passes { get; init; }
}
