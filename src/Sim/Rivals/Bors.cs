using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// bors-ng: all that waits, or at most so many, in one build; a red one is halved, the older half first. One build at a time.
/// </summary>
public sealed class Bors(Mainline mainline, int most = int.MaxValue) : IQueue
{
    private readonly Queue<int> _waiting = new();
    private readonly LinkedList<int[]> _halves = [];

    public void Enter(int pull) => _waiting.Enqueue(pull);

    public void Finish(Run run)
    {
        if (run.Green)
        {
            mainline.Land(run);
        }
        else if (run.Content.Length == 1)
        {
            mainline.Eject(run.Content[0]);
        }
        else
        {
            var half = run.Content.Length / 2;
            _halves.AddFirst(run.Content[half..]);
            _halves.AddFirst(run.Content[..half]);
        }
    }

    public void Act()
    {
        if (mainline.Busy > 0)
        {
            return;
        }

        if (_halves.First is { } half)
        {
            _halves.RemoveFirst();
            mainline.Start(half.Value);
        }
        else if (_waiting.Count > 0)
        {
            var batch = new List<int>();
            while (batch.Count < most && _waiting.TryDequeue(out var pull))
            {
                batch.Add(pull);
            }

            mainline.Start(batch);
        }
    }
}
