using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>Opens pull requests of every kind, queues them, and changes its mind about some.</summary>
internal sealed class Team(Town town, Dice dice)
{
    private readonly Caller.User _maintainer = new(town.World.Accounts[Founding.Maintainer]);

    /// <summary>Pulls that people asked to queue and never took back.</summary>
    public SortedSet<int> Wanted { get; } = [];

    /// <summary>Plans all that the team will do within a time.</summary>
    public void Plan(int pulls, TimeSpan within)
    {
        for (var index = 0; index < pulls; index++)
        {
            var (number, kind) = (index, (PullKind)Math.Min(dice.Between(0, 12), (int)PullKind.Good));
            town.Agenda.After(dice.Within(within), () => Open(number, kind));
            if (kind == PullKind.Pair)
            {
                town.Agenda.After(dice.Within(within), () => Open(number, PullKind.OtherHalf));
            }
        }
    }

    /// <summary>Somebody pauses the lane by a word on a pull, and lets it go on by another.</summary>
    public void PlanPause(Dice whims, TimeSpan within)
    {
        var (from, length) = (whims.Within(within), whims.Within(TimeSpan.FromMinutes(40)));
        town.Agenda.After(from, () => Say("/sluice pause the office moves"));
        town.Agenda.After(from + length + TimeSpan.FromSeconds(1), () => Say("/sluice resume"));
    }

    /// <summary>In every second storm somebody has some heads tried.</summary>
    public void PlanTries(Dice whims, TimeSpan within)
    {
        for (var left = whims.Chance(0.5) ? 8 : 0; left > 0; left--)
        {
            var draw = whims.Unit();
            town.Agenda.After(whims.Within(within), () => Try(draw));
        }
    }

    /// <summary>
    /// Does what the bot asked people for: a lane that is paused still (the word that let it go on was said on a pull that was aimed
    /// elsewhere, and answered so) is let go on, and where CI failed by chance it is run once more: on main, and on a head that GitHub lets
    /// into its queue only when it is green.
    /// </summary>
    public void DoWhatTheBotAsks()
    {
        if (town.Store.Ledger<LaneLedger>(new LaneSubject(town.Repo.Id, "main"), default).Result.Value?.Pause is not null)
        {
            Say("/sluice resume");
        }

        var heads = town.IsNative
            ? town
                .Repo.Pulls.Values.Where(pull => pull.IsOpen && (Wanted.Contains(pull.Number) || pull.Author == town.Installation.App.Bot))
                .Select(pull => pull.HeadSha)
                .ToList()
            : [];
        var broken = town
            .Repo.WorkflowRuns.Values.Where(run =>
                run.Conclusion == "failure" && (run.HeadSha == town.Repo.Branch("main") || heads.Contains(run.HeadSha))
            )
            .ToList();
        foreach (var failed in broken)
        {
            town.World.Actions.Rerun(_maintainer, failed, onlyFailed: true);
        }
    }

    /// <summary>
    /// Asks again for what is still wanted: the bot took the label off a head that moved or that a flake put out, and says so. So it does
    /// with a revert of its own, which nobody else asks for again.
    /// </summary>
    public void AskAgain()
    {
        foreach (var number in Wanted.ToList())
        {
            Queue(town.Repo.Pulls[number]);
        }

        // A label does not say which commit of a fork it vouches for, if it came before the bot had seen that one.
        foreach (var fork in Wanted.Select(number => town.Repo.Pulls[number]).Where(pull => pull is { IsOpen: true, IsFork: true }))
        {
            town.World.Comments.Say(_maintainer, fork, "/sluice queue").OrThrow();
        }

        foreach (var revert in town.Repo.Pulls.Values.Where(pull => pull.IsOpen && pull.Author == town.Installation.App.Bot))
        {
            town.World.Labels.Put(_maintainer, revert, ["queue"]).OrThrow();
        }
    }

    private void Open(int index, PullKind kind)
    {
        var (branch, path) = ($"work-{index}-{kind}", PathOf(index, kind));
        town.World.Refs.CommitTo(
                _maintainer,
                town.Repo,
                branch,
                $"Work {index}",
                [KeyValuePair.Create(path, (string?)$"{branch}\n")],
                "main"
            )
            .OrThrow();
        var pull = town
            .World.Pulls.Open(
                _maintainer,
                town.Repo,
                new PullDraft($"Work {index} ({kind})", branch, "main", IsDraft: kind == PullKind.Draft)
            )
            .OrThrow();
        town.Agenda.After(dice.Within(TimeSpan.FromMinutes(5)), () => Queue(pull));
        if (kind is PullKind.Closed or PullKind.Pushed or PullKind.Draft)
        {
            town.Agenda.After(dice.Within(TimeSpan.FromMinutes(40)), () => Change(pull, branch, kind));
        }
    }

    private void Try(double draw)
    {
        var open = town.Repo.Pulls.Values.Where(pull => pull.IsOpen).ToList();
        if (open.Count > 0)
        {
            town.World.Comments.Say(_maintainer, open[(int)(draw * open.Count)], "/sluice try").OrThrow();
        }
    }

    /// <summary>On a pull that is in the lane: one that was moved to another base speaks of that one.</summary>
    private void Say(string words)
    {
        if (town.Repo.Pulls.Values.FirstOrDefault(pull => pull.BaseBranch == "main") is { } pull)
        {
            town.World.Comments.Say(_maintainer, pull, words).OrThrow();
        }
    }

    private void Queue(Pull pull)
    {
        if (pull.IsOpen)
        {
            town.World.Labels.Put(_maintainer, pull, ["queue"]).OrThrow();
            Wanted.Add(pull.Number);
        }
    }

    private void Change(Pull pull, string branch, PullKind kind)
    {
        if (!pull.IsOpen)
        {
            return;
        }

        switch (kind)
        {
            case PullKind.Closed:
                town.Tally.Add(Fault.Closed);
                Wanted.Remove(pull.Number);
                town.World.Pulls.Close(pull, _maintainer.Account);
                break;
            case PullKind.Draft:
                town.World.Pulls.SetDraft(_maintainer, pull, false).OrThrow();
                break;
            default:
                town.Tally.Add(Fault.HeadMoved);
                town.World.Refs.CommitTo(
                        _maintainer,
                        town.Repo,
                        branch,
                        "More",
                        [KeyValuePair.Create($"good/{branch}.more", (string?)"more\n")]
                    )
                    .OrThrow();
                town.Agenda.After(TimeSpan.FromHours(1), () => Queue(pull));
                break;
        }
    }

    private static string PathOf(int index, PullKind kind) =>
        kind switch
        {
            PullKind.Bad => $"bad/{index}.txt",
            PullKind.Pair => $"pair/{index}-left",
            PullKind.OtherHalf => $"pair/{index}-right",
            PullKind.Conflict => "shared.txt",
            PullKind.Defect => $"defect/{index}.txt",
            _ => $"good/{index}.txt",
        };
}

/// <summary>What a pull of a storm is like.</summary>
internal enum PullKind
{
    Bad,
    Pair,
    Conflict,
    Defect,
    Closed,
    Pushed,
    Draft,
    Good,
    OtherHalf,
}
