using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>Knows who is bad, and builds every newcomer at once together with all that waits: how fast pulls could land.</summary>
internal sealed class Oracle(Mainline mainline) : IQueue
{
    private readonly List<int> _line = [];
    private readonly List<Run> _runs = [];

    public void Enter(int pull) => _line.Add(pull);

    public void Finish(Run run)
    {
        _runs.Remove(run);
        if (!run.Green || Array.TrueForAll(run.Content, mainline.HasLanded))
        {
            return;
        }

        mainline.Land(run);
        _line.RemoveAll(mainline.HasLanded);
        foreach (var over in _runs.Where(other => Array.TrueForAll(other.Content, mainline.HasLanded)).ToList())
        {
            mainline.Cancel(over);
            _runs.Remove(over);
        }
    }

    public void Act()
    {
        foreach (var bad in _line.Where(mainline.Fails).ToList())
        {
            _line.Remove(bad);
            mainline.Eject(bad);
        }

        var good = mainline.Fitting(_line);
        if (mainline.Free > 0 && good.Exists(pull => !_runs.Exists(run => run.Content.Contains(pull))))
        {
            _runs.Add(mainline.Start(good));
        }
    }
}
