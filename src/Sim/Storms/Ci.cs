using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>A CI whose verdict is a function of the pushed tree, but for flakes: a good tree may fail, a bad one never passes.</summary>
public sealed class Ci(World world, Agenda agenda, Dice dice)
{
    public double Flakes { get; set; } = 0.03;

    /// <summary>Queued jobs of the world's workflows run for a few minutes each.</summary>
    public void Take(WorldEvent happened)
    {
        if (happened is WorkflowJobChange { Did: "queued", Job: var job })
        {
            agenda.After(TimeSpan.FromSeconds(dice.Between(5, 30)), () => world.Actions.Start(job));
            agenda.After(TimeSpan.FromSeconds(dice.Between(60, 600)), () => world.Actions.Finish(job, Conclude(job.Run)));
        }
    }

    /// <summary>Whether a tree is good: no file says bad, and no two halves of a pair are together.</summary>
    public static bool IsGood(IGit git, string tree)
    {
        var paths = TreeEdit.Files(git, tree).ToList();
        var halves = paths.Where(file => file.Path.StartsWith("pair/", StringComparison.Ordinal)).Select(file => file.Path.Split('-')[0]).ToList();
        return halves.Count == halves.Distinct().Count()
            && !paths.Any(file => file.Path.StartsWith("bad/", StringComparison.Ordinal));
    }

    private string Conclude(WorkflowRun run)
    {
        var git = run.Repository.Git;
        return IsGood(git, git.Commit(run.HeadSha)!.Tree) && !dice.Chance(Flakes) ? "success" : "failure";
    }
}
