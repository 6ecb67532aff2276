using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>
/// People who do not know the queue: they push to the base, force-push heads, move pulls about, break the policy and suspend the App.
/// </summary>
internal sealed class Strangers(Town town, Dice dice)
{
    private const string Policy = ".github/sluice.yml";
    private const string Elsewhere = "elsewhere";

    private readonly Caller.User _maintainer = new(town.World.Accounts[Founding.Maintainer]);

    public void Plan(int deeds, TimeSpan within)
    {
        for (var index = 0; index < deeds; index++)
        {
            var (number, deed) = (index, dice.Pick(Enum.GetValues<Deed>()));
            town.Agenda.After(dice.Within(within), () => Do(number, deed));
        }
    }

    private void Do(int number, Deed deed)
    {
        switch (deed)
        {
            case Deed.PushToBase:
                town.Tally.Add(Fault.PushedToBase);
                Commit("main", $"good/outsider-{number}.txt", "pushed by hand\n");
                break;
            case Deed.BreakPolicy:
                town.Tally.Add(Fault.PolicyBroken);
                var valid = Text(Policy);
                Commit("main", Policy, "version: 1\nqueue: { batch: { max: many } }\n");
                After(40, () => Commit("main", Policy, valid));
                break;
            case Deed.Suspend when town.Installation.SuspendedAt is null:
                town.Tally.Add(Fault.Suspended);
                town.World.People.Suspend(town.Installation, _maintainer.Account);
                After(20, () => town.World.People.Unsuspend(town.Installation, _maintainer.Account));
                break;
            case Deed.ForcePush when Open() is { } pull && town.Repo.Branch(pull.HeadBranch) is not null:
                town.Tally.Add(Fault.ForcePushed);
                var sha = town.World.Repos.Commit(
                    town.Repo,
                    _maintainer.Account,
                    "Anew",
                    town.Repo.Branch("main"),
                    [KeyValuePair.Create($"good/anew-{number}.txt", (string?)"anew\n")]
                );
                town.World.Refs.Move(
                    _maintainer,
                    town.Repo,
                    [new RefMove($"refs/heads/{pull.HeadBranch}", null, sha, Force: true)],
                    "push"
                );
                break;
            case Deed.Retarget when Open() is { BaseBranch: "main" } pull:
                town.Tally.Add(Fault.Retargeted);
                if (town.Repo.Branch(Elsewhere) is null)
                {
                    Commit(Elsewhere, "good/elsewhere.txt", "elsewhere\n");
                }

                town.World.Pulls.Edit(_maintainer, pull, new PullEdit(Base: Elsewhere));
                After(30, () => town.World.Pulls.Edit(_maintainer, pull, new PullEdit(Base: "main")));
                break;
            case Deed.Draft when Open() is { } pull:
                town.Tally.Add(Fault.MadeDraft);
                town.World.Pulls.SetDraft(_maintainer, pull, true);
                After(30, () => town.World.Pulls.SetDraft(_maintainer, pull, false));
                break;
            case Deed.Reopen when Open() is { } pull:
                town.Tally.Add(Fault.Reopened);
                town.World.Pulls.Close(pull, _maintainer.Account);
                After(30, () => town.World.Pulls.Edit(_maintainer, pull, new PullEdit(IsOpen: true)));
                break;
        }
    }

    private string Text(string path)
    {
        var git = town.Repo.Git;
        return System.Text.Encoding.UTF8.GetString(git.Blob(TreeEdit.At(git, git.Commit(town.Repo.Branch("main")!)!.Tree, path)!.Sha)!);
    }

    private Pull? Open()
    {
        var open = town.Repo.Pulls.Values.Where(pull => pull.IsOpen && pull.Author == _maintainer.Account).ToList();
        return open.Count == 0 ? null : dice.Pick(open);
    }

    private void After(int minutes, Action what) => town.Agenda.After(TimeSpan.FromMinutes(minutes) * dice.Unit(), what);

    private void Commit(string branch, string path, string text) =>
        town.World.Refs.CommitTo(_maintainer, town.Repo, branch, "By hand", [KeyValuePair.Create(path, (string?)text)], "main");

    private enum Deed
    {
        PushToBase,
        BreakPolicy,
        Suspend,
        ForcePush,
        Retarget,
        Draft,
        Reopen,
    }
}
