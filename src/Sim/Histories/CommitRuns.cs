namespace Sluice.Sim.Histories;

/// <summary>All runs of workflows on one commit.</summary>
internal sealed class CommitRuns
{
    private readonly List<Ran> _runs = [];

    public void Add(Ran run) => _runs.Add(run);

    public bool IsOver => _runs.Exists(run => run.Passed is not null);

    /// <summary>A workflow failed, and passed on the same commit: at once in two runs, or in a later attempt of one.</summary>
    public bool Flaked =>
        ByWorkflow()
            .Any(runs =>
                runs.Any(run => run.Passed == true)
                && (runs.Any(run => run.Passed == false) || runs.Any(run => run is { Passed: true, Attempt: > 1 }))
            );

    /// <summary>A workflow failed and never passed.</summary>
    public bool IsBroken => ByWorkflow().Any(runs => runs.Any(run => run.Passed == false) && runs.All(run => run.Passed != true));

    /// <summary>
    /// From the first start to the last end, of first attempts: a later one counts the time until somebody asked for it. Zero: there was
    /// none.
    /// </summary>
    public double Length =>
        _runs.Where(run => run is { Passed: not null, Attempt: 1 }).ToList() is { Count: > 0 } first
            ? (first.Max(run => run.Ended) - first.Min(run => run.Started)).TotalSeconds
            : 0;

    private IEnumerable<IGrouping<string, Ran>> ByWorkflow() => _runs.GroupBy(run => run.Workflow, StringComparer.Ordinal);
}
