using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>
/// Who renames the repository, for good or back again; and an outsider whose pulls come from a fork that is deleted while they are in line.
/// </summary>
internal sealed class Owners(Town town, Dice dice, SortedSet<int> wanted)
{
    private const string Outsider = "eve";

    private readonly Caller.User _maintainer = new(town.World.Accounts[Founding.Maintainer]);

    public void Plan(double renames, double forks, TimeSpan within)
    {
        if (dice.Chance(renames))
        {
            town.Agenda.After(dice.Within(within), Rename);
        }

        if (dice.Chance(forks))
        {
            var pulls = dice.Between(1, 4);
            town.Agenda.After(dice.Within(within / 2), () => Fork(pulls));
        }
    }

    private void Rename()
    {
        var was = town.Repo.Name;
        Name("store");
        if (dice.Chance(0.5))
        {
            town.Agenda.After(dice.Within(TimeSpan.FromMinutes(40)), () => Name(was));
        }
    }

    private void Name(string name)
    {
        town.Tally.Add(Fault.Renamed);
        town.World.Owning.Rename(town.Repo, name, _maintainer.Account);
    }

    private void Fork(int pulls)
    {
        var eve = new Caller.User(town.World.People.User(Outsider));
        town.Repo.Collaborators[Outsider] = Role.Read;
        var fork = town.World.Repos.Fork(town.Repo, eve.Account);
        for (var left = pulls; left > 0; left--)
        {
            var branch = $"fork-{left}";
            town.World.Refs.CommitTo(
                eve,
                fork,
                branch,
                "Work elsewhere",
                [KeyValuePair.Create($"good/{branch}.txt", (string?)"from a fork\n")],
                "main"
            );
            var pull = town
                .World.Pulls.Open(
                    eve,
                    town.Repo,
                    new PullDraft($"Work of a fork {left}", $"{Outsider}:{branch}", "main", HeadRepository: fork)
                )
                .Value;
            town.Agenda.After(dice.Within(TimeSpan.FromMinutes(10)), () => Queue(pull));
        }

        town.Agenda.After(
            dice.Within(TimeSpan.FromMinutes(40)),
            () =>
            {
                town.Tally.Add(Fault.ForkDeleted);
                town.World.Owning.Delete(fork, eve.Account);
            }
        );
    }

    private void Queue(Pull pull)
    {
        if (pull.IsOpen)
        {
            town.World.Labels.Put(_maintainer, pull, ["queue"]);
            wanted.Add(pull.Number);
        }
    }
}
