using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>A CI whose verdict is a function of the pushed tree, but for flakes: a good tree may fail, a bad one never passes.</summary>
public sealed class Ci(World world, Agenda agenda, Dice dice, Tally tally)
{
    public double Flakes { get; set; } = 0.03;

    /// <summary>Queued jobs of the world's workflows run for a few minutes each.</summary>
    public void Take(WorldEvent happened)
    {
        if (happened is WorkflowJobChange { Did: "queued", Job: var job })
        {
            agenda.After(TimeSpan.FromSeconds(dice.Between(5, 30)), () => world.Actions.Start(job));
            agenda.After(TimeSpan.FromSeconds(dice.Between(60, 600)), () => Finish(job));
        }
    }

    /// <summary>Whether a tree is good: no file says bad, and no two halves of a pair are together.</summary>
    public static bool IsGood(IGit git, string tree)
    {
        var paths = TreeEdit.Files(git, tree).ToList();
        var halves = paths
            .Where(file => file.Path.StartsWith("pair/", StringComparison.Ordinal))
            .Select(file => file.Path.Split('-')[0])
            .ToList();
        return halves.Count == halves.Distinct().Count() && !paths.Any(file => file.Path.StartsWith("bad/", StringComparison.Ordinal));
    }

    private void Finish(WorkflowJob job)
    {
        var (git, run) = (job.Run.Repository.Git, job.Run);
        var tree = git.Commit(run.HeadSha)!.Tree;
        var isGood = IsGood(git, tree);
        var passes = isGood && !dice.Chance(Flakes);
        if (isGood && !passes)
        {
            tally.Add(Fault.Flake);
        }

        world.Actions.Finish(
            job,
            passes ? "success" : "failure",
            passes ? null : new CheckOutput("It failed", "It failed", null, [.. Notes(git, tree)])
        );
    }

    /// <summary>Half of the failures say at which file they are, as far as it is one file's fault.</summary>
    private static IEnumerable<CheckAnnotation> Notes(IGit git, string tree) =>
        TreeEdit
            .Files(git, tree)
            .Where(file => file.Path.StartsWith("bad/", StringComparison.Ordinal) && tree[0] < '8')
            .Take(1)
            .Select(file => new CheckAnnotation(file.Path, 1, 1, null, null, "failure", "It failed", null, null));
}
