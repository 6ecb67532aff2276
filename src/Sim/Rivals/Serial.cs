using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>One pull at a time, each tested on what landed before it.</summary>
internal sealed class Serial(Mainline mainline) : IQueue
{
    private readonly Queue<int> _line = new();

    public void Enter(int pull) => _line.Enqueue(pull);

    public void Finish(Run run)
    {
        if (run.Green)
        {
            mainline.Land(run);
        }
        else
        {
            mainline.Eject(run.Content[0]);
        }
    }

    public void Act()
    {
        if (mainline.Busy == 0 && _line.TryDequeue(out var first))
        {
            mainline.Start([first]);
        }
    }
}
