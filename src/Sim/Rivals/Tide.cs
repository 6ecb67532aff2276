using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// Prow's Tide: one batch of the oldest and one serial build of the first at once; a batch that is red is not split. While a batch is
/// pending nothing else lands; any landing makes all other results worthless.
/// </summary>
public sealed class Tide(Mainline mainline, int most = int.MaxValue) : IQueue
{
    private readonly List<int> _line = [];
    private Run? _batch;
    private Run? _serial;
    private bool _batched;

    public void Enter(int pull) => _line.Add(pull);

    public void Finish(Run run)
    {
        if (run == _batch)
        {
            _batch = null;
            if (run.Green)
            {
                Land(run);
            }
        }
        else if (!run.Green)
        {
            _serial = null;
            _line.Remove(run.Content[0]);
            mainline.Eject(run.Content[0]);
            if (_batch is { } doomed && doomed.Content.Contains(run.Content[0]))
            {
                mainline.Cancel(doomed);
                _batch = null;
            }
        }
    }

    public void Act()
    {
        if (_batch is null && _serial is { Over: true } passed)
        {
            Land(passed);
        }

        if (_batch is null && _line.Count > 1 && mainline.Free > 0 && !(_batched && mainline.Terms.Slots == 1))
        {
            _batch = mainline.Start(most < _line.Count ? _line[..most] : _line);
            _batched = true;
        }

        if (_serial is null && _line.Count > 0 && mainline.Free > 0)
        {
            _serial = mainline.Start([_line[0]]);
            _batched = false;
        }
    }

    private void Land(Run run)
    {
        mainline.Land(run);
        if (run.Content.Length == 1)
        {
            _line.Remove(run.Content[0]);
        }
        else
        {
            _line.RemoveAll(mainline.HasLanded);
        }

        foreach (var other in new[] { _batch, _serial }.OfType<Run>())
        {
            mainline.Cancel(other);
        }

        (_batch, _serial) = (null, null);
    }
}
