using Sluice.Flow;
using Sluice.Hub.Model;

namespace Sluice.Sim.Queues;

/// <summary>The branch that pulls land on, and the CI before it: what a queue may do, and a referee of it.</summary>
public sealed class Mainline
{
    /// <summary>Builds after which a falsely ejected pull comes back, in T.</summary>
    private const double Away = 2;

    private readonly Terms _terms;
    private readonly Dice _lengths;
    private readonly Dice _flakes;
    private readonly Diary _diary;
    private readonly Truth _truth;
    private readonly bool[] _landed;
    private readonly Row<int>[] _places;
    private readonly List<int> _history = [];

    internal Mainline(Trace trace, Terms terms, Diary diary)
    {
        _terms = terms;
        _diary = diary;
        var dice = new Dice(terms.Seed);
        (_lengths, _flakes) = (dice.Fork(), dice.Fork());
        _truth = new Truth(trace);
        Trace = trace;
        Tally = new Tally(trace);
        _landed = new bool[trace.Changes.Count];
        var places = new SortedDictionary<string, int>(StringComparer.Ordinal);
        _places =
        [
            .. trace.Changes.Select(change =>
                change.Paths.Select(path => places.TryGetValue(path, out var known) ? known : places[path] = places.Count).Order().ToRow()
            ),
        ];
    }

    public Trace Trace { get; }

    public Terms Terms => _terms;

    /// <summary>What a pull touches, numbered alike for all.</summary>
    public Row<int> Places(int pull) => _places[pull];

    /// <summary>Seconds from the start of the trace.</summary>
    public double Now => _diary.Now;

    public int Busy { get; private set; }

    public int Free => _terms.Slots - Busy;

    /// <summary>How many pulls have landed.</summary>
    public int Height => _history.Count;

    internal Tally Tally { get; }

    public double Risk(int pull) => Trace.Changes[pull].Risk;

    public bool HasLanded(int pull) => _landed[pull];

    public bool Overlap(int one, int other) => _truth.Overlap(one, other);

    /// <summary>For the oracle only: it would fail alone.</summary>
    public bool Fails(int pull) => _truth.Fails(pull, _landed);

    /// <summary>For the oracle only: those of them that pass together.</summary>
    public List<int> Fitting(IEnumerable<int> pulls) => _truth.Fitting(pulls);

    public Run Start(IEnumerable<int> pulls)
    {
        int[] content = [.. pulls];
        Hold(Free > 0, "a build was started without a free slot");
        Hold(content.Length > 0 && Tally.Wait(content), "a build was started with a pull that does not wait");
        var run = new Run(Tally.Builds, content, Height, Now) { Passes = !_truth.Fails(content, _landed) & !_flakes.Chance(_terms.Flake) };
        Busy++;
        Tally.Start();
        _diary.Add(Now + Length(), run);
        return run;
    }

    public void Cancel(Run run)
    {
        if (!run.Over)
        {
            End(run);
        }
    }

    /// <summary>
    /// Lands what of a green run has not landed yet. Everything that landed since its start must be in it, or have nothing to do with it.
    /// </summary>
    public void Land(Run run, bool apart = false)
    {
        Hold(run is { Over: true, Green: true }, "a build landed that was not green");
        for (var i = run.Root; i < _history.Count; i++)
        {
            var since = _history[i];
            Hold(
                run.Content.Contains(since)
                    || (apart && Array.TrueForAll(run.Content, pull => _landed[pull] || !_truth.Overlap(pull, since))),
                "a build landed on a base that it was not tested on"
            );
        }

        foreach (var pull in run.Content.Where(pull => !_landed[pull]))
        {
            Hold(!_truth.Fails(pull, _landed), "a pull landed that fails");
            _landed[pull] = true;
            _history.Add(pull);
            Tally.Land(pull, Now);
        }
    }

    public void Eject(int pull)
    {
        var wrongly = !_truth.Fails(pull, _landed);
        Tally.Eject(pull, wrongly);
        if (wrongly)
        {
            _diary.Add(Now + (Away * _terms.MeanBuild), pull);
        }
    }

    /// <summary>Lets the queue act again then, though nothing happens.</summary>
    public void WakeAt(double at) => _diary.Wake(at);

    internal bool Finish(Run run)
    {
        if (run.Over)
        {
            return false;
        }

        End(run);
        run.Green = run.Passes;
        return true;
    }

    private void End(Run run)
    {
        run.Over = true;
        Busy--;
        Tally.Spend(Now - run.Started);
    }

    /// <summary>Log-normal with the mean and the coefficient of variation asked for.</summary>
    private double Length()
    {
        var variance = Math.Log(1 + (_terms.Cv * _terms.Cv));
        return _terms.MeanBuild * Math.Exp((Math.Sqrt(variance) * _lengths.Normal()) - (variance / 2));
    }

    private static void Hold(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"The simulated queue broke a rule: {otherwise}.");
        }
    }
}
