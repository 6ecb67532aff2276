using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Turns.Ports;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>Commits that the mirror makes: candidates, reverts and parts of a canary.</summary>
/// <param name="hold">Told of each tip: the mirror has it from then on.</param>
internal sealed class MemoryComposing(Model.Repository of, Action<string> hold)
{
    public static readonly Signature Nobody = new("sluice[bot]", "sluice[bot]@users.noreply.github.com", default);

    public Composition Compose(LaneMove.Compose move)
    {
        var git = of.Git;
        var (tip, commits, conflicts) = (move.Onto.Hex, new List<MergedAs>(), new List<Conflict>());
        foreach (var member in move.Members)
        {
            var merge =
                move.Method == MergeMethod.Squash && member.Upon is { } upon
                    ? git.MergeTrees(git.Commit(upon.Hex)!.Tree, git.Commit(tip)!.Tree, git.Commit(member.Head.Hex)!.Tree)
                    : git.Merge(tip, member.Head.Hex);
            if (merge.Tree is { } tree && Put(move, tip, member, tree) is { } next)
            {
                tip = next;
                hold(tip);
                commits.Add(new MergedAs(member.Number, new Sha(tip)));
            }
            else
            {
                conflicts.Add(
                    new Conflict(
                        member.Number,
                        Rival(move, member, commits),
                        merge.IsClean ? ["(commit by commit)"] : merge.Conflicts.ToRow()
                    )
                );
            }
        }

        return new Composition(
            move.Build,
            commits.Count == 0 ? null : new Sha(tip),
            commits.Count == 0 ? null : new Sha(git.Commit(tip)!.Tree),
            commits.Select(commit => commit.Number).ToRow(),
            conflicts.ToRow()
        )
        {
            Merges = commits.ToRow(),
        };
    }

    public Answer<Sha> Revert(EnvironmentMove.OpenRevert move, Sha onto)
    {
        var git = of.Git;
        var tip = onto.Hex;
        var by = Nobody with { When = move.At };
        foreach (var landed in move.Pulls)
        {
            var undone = git.MergeTrees(git.Commit(landed.Commit.Hex)!.Tree, git.Commit(tip)!.Tree, git.Commit(Before(landed))!.Tree);
            if (undone.Tree is not { } tree)
            {
                return new Answer<Sha>.Refused($"taking back #{landed.Number} conflicts in {string.Join(", ", undone.Conflicts)}");
            }

            if (tree != git.Commit(tip)!.Tree)
            {
                tip = git.Write(new CommitDraft(tree, [tip], by, by, $"Revert \"{landed.Title}\" (#{landed.Number})\n"));
            }
        }

        hold(tip);
        return new Answer<Sha>.Made(new Sha(tip));
    }

    public ComposedPart Part(EnvironmentMove.ComposePart move)
    {
        var git = of.Git;
        var (tip, pulls, by) = (move.Onto.Hex, new List<int>(), Nobody with { When = move.At });
        foreach (var landed in move.Pulls)
        {
            var carried = git.MergeTrees(git.Commit(Before(landed))!.Tree, git.Commit(tip)!.Tree, git.Commit(landed.Commit.Hex)!.Tree);
            if (carried.Tree is { } tree)
            {
                tip = git.Write(
                    new CommitDraft(tree, [tip], by, by, $"Merge #{landed.Number}: {landed.Title}\n\nFor canary {move.Canary}.\n")
                );
                pulls.Add(landed.Number);
            }
        }

        hold(tip);
        return new ComposedPart(move.Canary, new Sha(tip), pulls.ToRow(), null);
    }

    /// <summary>A pull on a commit by the move's method; null: commit by commit it conflicts.</summary>
    private string? Put(LaneMove.Compose move, string tip, Member member, string tree)
    {
        var git = of.Git;
        var by = Nobody with { When = move.At };
        var squash = new CommitDraft(tree, [tip], by, by, $"{member.Title} (#{member.Number})\n\nattempt {move.Attempt}\n");
        if (move.Method != MergeMethod.Rebase)
        {
            return git.Write(
                move.Method == MergeMethod.Squash
                    ? squash
                    : squash with
                    {
                        Parents = [tip, member.Head.Hex],
                        Message = $"Merge #{member.Number}: {member.Title}\n\nattempt {move.Attempt}\n",
                    }
            );
        }

        var onto = tip;
        var own = of
            .History.Between(tip, member.Head.Hex)
            .Where(commit => commit.Parents.Length == 1 && (member.Upon is not { } upon || !of.History.IsAncestor(commit.Sha, upon.Hex)));
        foreach (var commit in own)
        {
            var picked = git.MergeTrees(git.Commit(commit.Parents[0])!.Tree, git.Commit(onto)!.Tree, commit.Tree);
            if (picked.Tree is not { } next)
            {
                return null;
            }

            onto = next == git.Commit(onto)!.Tree ? onto : git.Write(new CommitDraft(next, [onto], commit.Author, by, commit.Message));
        }

        return onto == tip ? git.Write(squash) : onto;
    }

    private string Before(LandedPull landed) => landed.From?.Hex ?? of.Git.Commit(landed.Commit.Hex)!.Parents[0];

    private int? Rival(LaneMove.Compose move, Member member, List<MergedAs> commits) =>
        of.Git.Merge(move.Onto.Hex, member.Head.Hex).Tree is null
            ? null
            : commits.FirstOrDefault(earlier => of.Git.Merge(earlier.Commit.Hex, member.Head.Hex).Tree is null)?.Number;
}
