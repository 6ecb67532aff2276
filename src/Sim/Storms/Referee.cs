using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>Watches the world, not the bot: what must never happen, and what must have happened once the weather is calm.</summary>
public sealed class Referee(
    World world,
    Repository repo,
    Installation installation,
    Window? freeze,
    bool hasCanary,
    TimeProvider machine,
    Testimony testimony
)
{
    private readonly SortedSet<string> _seenOnMain = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _greenTrees = new(StringComparer.Ordinal);
    private readonly List<string> _tips = [];

    public List<string> Violations { get; } = [];

    public int Landings { get; private set; }

    public void Take(WorldEvent happened)
    {
        if (
            happened is WorldEvent.CheckRunChange { Run: { Name: Founding.Check, Conclusion: "success" } run }
            && repo.Git.Commit(run.Sha) is { } tested
        )
        {
            _greenTrees.Add(tested.Tree);
        }

        if (happened is WorldEvent.Push { Ref: "refs/heads/main" } push && push.By == installation.App.Bot)
        {
            Landings++;
            _tips.Add(push.Before);
            Landed(push);
        }
    }

    /// <summary>Somebody else saw what must never happen.</summary>
    public void Complain(string why) => Require(false, why);

    /// <summary>What must hold when everything has come to rest.</summary>
    /// <param name="wanted">Pulls that people asked for and never took back.</param>
    /// <param name="peopleAsked">A revert conflicts: until people make it, the defect stays on main, and is kept from production.</param>
    public void AtRest(IReadOnlyCollection<int> wanted, bool peopleAsked)
    {
        var main = repo.Git.Commit(repo.Branch("main")!)!;
        Require(Ci.IsGood(repo.Git, main.Tree), "main ends red");
        var defects =
            hasCanary && !peopleAsked ? Fleet.Defects(repo, main.Sha).Where(defect => !testimony.Excuses(repo, defect)).ToList() : [];
        Require(defects.Count == 0, $"main ends with a defect that the canary should have caught: {string.Join(", ", defects)}");
        Require(
            !repo.Branches.Any(branch => branch.Key.StartsWith("sluice/queue/", StringComparison.Ordinal)),
            "candidates' branches are left behind"
        );
        foreach (var pull in repo.Pulls.Values)
        {
            CommentsOf(pull);
            ChecksOf(pull);
            if (
                wanted.Contains(pull.Number)
                && pull.IsOpen
                && !pull.IsDraft
                && pull.BaseBranch == "main"
                && !IsIn(pull, main)
                && _tips.Append(main.Sha).All(tip => IsGoodOn(pull, tip))
            )
            {
                Violations.Add($"#{pull.Number} {pull.Title} is good and wanted and did not land");
            }
        }

        // A pull that moved on in the moment of its landing may land once more, and be taken back once more; from another branch then, for
        // each is named after what it takes back.
        var twins = repo
            .Pulls.Values.Where(pull => pull.Author == installation.App.Bot)
            .GroupBy(pull => (pull.Title, pull.HeadBranch))
            .Where(same => same.Count() > 1);
        foreach (var twin in twins)
        {
            Violations.Add($"{twin.Key.Title} was opened {twin.Count()} times");
        }

        Require(
            !repo.Branches.Any(branch => branch.Key.StartsWith("sluice/try/", StringComparison.Ordinal)),
            "branches of tries are left behind"
        );
        Require(
            !repo.Branches.Any(branch => branch.Key.StartsWith("sluice/canary/", StringComparison.Ordinal)),
            "branches of parts are left behind"
        );
        var doubled = repo.Deployments.Values.GroupBy(made => WorldFacts.Of(made).Deployment.Payload?.Id).Where(made => made.Count() > 1);
        foreach (var twin in doubled)
        {
            Violations.Add($"deployment {twin.Key} was asked for {twin.Count()} times");
        }
    }

    /// <summary>One that was moved to another base in the moment of its landing stays open there, its work on main all the same.</summary>
    private bool IsIn(Pull pull, Commit main) => repo.History.IsAncestor(pull.HeadSha, main.Sha);

    private void Landed(WorldEvent.Push push)
    {
        var (git, history) = (repo.Git, repo.History);
        Require(history.IsAncestor(push.Before, push.After), $"{push.After} dropped what was on main");
        Require(Ci.IsGood(git, git.Commit(push.After)!.Tree), $"{push.After[..12]} is bad and landed");
        // By the clock that the bot has: one that is seconds slow begins a freeze seconds late, and nobody can tell.
        Require(
            freeze?.Holds(machine.GetUtcNow()) != true || IsByGitHubsQueue || OnlyReverts(push),
            $"{push.After[..12]} landed in a freeze"
        );
        Require(_seenOnMain.Add(push.After), $"{push.After[..12]} landed twice");
        // What GitHub squashes itself, as a fork's, is a commit of its own making; its tree is the one that was tested.
        Require(
            repo.Marks.RunsOn(push.After).Any(run => run is { Name: Founding.Check, Conclusion: "success" })
                || (repo.Landings[^1] is { Via: not "push" } && _greenTrees.Contains(git.Commit(push.After)!.Tree)),
            $"{push.After[..12]} landed without a green check on that very commit"
        );
    }

    private bool IsByGitHubsQueue => repo.Landings[^1].Via == "merge-queue";

    internal static bool IsRevert(Pull pull) => pull.HeadBranch.StartsWith(Branches.RevertPrefix, StringComparison.Ordinal);

    private bool OnlyReverts(WorldEvent.Push push) =>
        repo
            .Pulls.Values.Where(pull =>
                pull.IsOpen && repo.History.IsAncestor(pull.HeadSha, push.After) && !repo.History.IsAncestor(pull.HeadSha, push.Before)
            )
            .All(IsRevert);

    private void CommentsOf(Pull pull)
    {
        var ours = repo.Comments.Values.Where(comment => comment.Pull == pull && comment.Author == installation.App.Bot).ToList();
        foreach (var marker in new[] { "<!-- sluice -->", "<!-- sluice:verdict -->" })
        {
            Require(
                ours.Count(comment => comment.Body.StartsWith(marker, StringComparison.Ordinal)) <= 1,
                $"#{pull.Number} has two comments {marker}"
            );
        }

        var repeated = ours.Select(Answers)
            .OfType<string>()
            .GroupBy(marker => marker, StringComparer.Ordinal)
            .Where(same => same.Count() > 1);
        foreach (var twin in repeated)
        {
            Violations.Add($"{twin.Key} is answered {twin.Count()} times");
        }

        Require(ours.Count(comment => Answers(comment) is null) <= 2, $"#{pull.Number} has {ours.Count} comments of the bot");
    }

    /// <summary>The marker of the command that a comment answers, in words or with what a try came to; null: it answers none.</summary>
    private static string? Answers(IssueComment comment)
    {
        var lines = comment.Body.Split('\n');
        return lines[0].StartsWith("<!-- sluice:try ", StringComparison.Ordinal) ? lines[0]
            : lines[^1].StartsWith("<!-- sluice:reply ", StringComparison.Ordinal) ? lines[^1]
            : null;
    }

    // GitHub lets no App open a run again that has a conclusion, so a pull that is asked for anew on the same head gets a new one.
    private void ChecksOf(Pull pull) =>
        Require(
            repo.Marks.RunsOn(pull.HeadSha).Count(run => run.App == installation.App && run.Status != "completed") <= 1,
            $"#{pull.Number} has more than one check run sluice under way on its head"
        );

    /// <summary>Good by itself on main as it was then: good on every tip that main ever had, nothing but the bot kept it out.</summary>
    private bool IsGoodOn(Pull pull, string tip) => repo.Git.Merge(tip, pull.HeadSha).Tree is { } tree && Ci.IsGood(repo.Git, tree);

    private void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            Violations.Add($"{world.Now:HH:mm:ss} {otherwise}");
        }
    }
}
