using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>A ref somebody wants moved. Expected null: wherever it is now; zeros: it must not exist. New zeros: delete it.</summary>
public sealed record RefMove(string Ref, string? Expected, string New, bool Force = false);

/// <summary>Every way of moving refs ends here: checked, all or nothing, then told to the pulls and to the subscribers.</summary>
public sealed class RefMoves(World world)
{
    private const string Heads = "refs/heads/";

    /// <summary>Why this caller may not make this move now, or null. The objects are there already.</summary>
    public static RefDenial? Check(Caller caller, Repository repository, RefMove move)
    {
        var now = repository.Git.Ref(move.Ref) ?? Zero.Sha;
        if (caller.Refuses(repository, "contents", Access.Write) is { } refusal)
            return new RefDenial(DenialKind.Forbidden, move.Ref, refusal.Message) { Refusal = refusal };
        if (!RefName.IsValid(move.Ref))
            return new RefDenial(DenialKind.BadName, move.Ref);
        if (move.Ref.StartsWith("refs/pull/", StringComparison.Ordinal))
            return new RefDenial(DenialKind.Hidden, move.Ref);
        if (move.Expected is not null && move.Expected != now)
            return new RefDenial(move.Expected == Zero.Sha ? DenialKind.Exists : DenialKind.Stale, move.Ref);
        if (now == Zero.Sha && move.New == Zero.Sha)
            return new RefDenial(DenialKind.Missing, move.Ref);
        if (move.New != Zero.Sha && !IsThere(repository, move))
            return new RefDenial(DenialKind.UnknownObject, move.Ref);
        if (!move.Ref.StartsWith(Heads, StringComparison.Ordinal))
            return null;
        var branch = move.Ref[Heads.Length..];
        if (move.New == Zero.Sha && branch == repository.DefaultBranch)
            return new RefDenial(DenialKind.DefaultBranch, move.Ref);
        var isForced = IsForced(repository, now, move.New);
        if (BranchRules.DenyPush(caller, repository, branch, now, move.New, isForced) is { } protectedDenial)
            return protectedDenial;
        if (isForced && !move.Force)
            return new RefDenial(DenialKind.NotFastForward, move.Ref);
        return move.New == Zero.Sha ? null : DenyWorkflows(caller, repository, move.Ref, now, move.New);
    }

    /// <summary>Makes all of the moves or none of them.</summary>
    public RefDenial? Move(Caller caller, Repository repository, IReadOnlyList<RefMove> moves, string via)
    {
        foreach (var move in moves)
        {
            if (Check(caller, repository, move) is { } denial)
                return denial;
        }

        return Apply(repository, [.. moves.Select(move => Weathered(caller, repository, move))], caller.Who, via);
    }

    /// <summary>Makes moves that GitHub itself decided on: no permission or rule is asked.</summary>
    public RefDenial? Apply(Repository repository, IReadOnlyList<RefMove> moves, Account by, string via)
    {
        var changes = moves
            .Select(m => new RefChange(m.Ref, repository.Git.Ref(m.Ref) ?? Zero.Sha, m.New))
            .Where(c => c.Old != c.New)
            .ToArray();
        if (!repository.Git.TryUpdate(changes))
            return new RefDenial(DenialKind.Stale, changes[0].Name);
        foreach (var change in changes)
            Tell(repository, change, by, via);
        return null;
    }

    /// <summary>Commits files on a branch (made from <paramref name="from"/> when new) and moves it there.</summary>
    public Answer<string> CommitTo(
        Caller caller,
        Repository repository,
        string branch,
        string message,
        IEnumerable<KeyValuePair<string, string?>> files,
        string? from = null
    )
    {
        var now = repository.Branch(branch);
        var parent = now ?? repository.Resolve(from ?? repository.DefaultBranch);
        var sha = world.Repos.Commit(repository, caller.Who, message, parent, files);
        return Move(caller, repository, [new RefMove(Heads + branch, now ?? Zero.Sha, sha)], "push") is { } denial
            ? denial.ToRefusal()
            : sha;
    }

    // A branch holds a commit; a tag may hold an annotation of one.
    private static bool IsThere(Repository repository, RefMove move) =>
        (move.Ref.StartsWith(Heads, StringComparison.Ordinal) ? repository.Git.Commit(move.New)?.Sha : repository.Git.Peel(move.New))
            is not null;

    public static bool IsForced(Repository repository, string before, string after) =>
        before != Zero.Sha && after != Zero.Sha && !repository.History.IsAncestor(before, after);

    /// <summary>Without the workflows permission no App brings a workflow file that the repository has not on another branch.</summary>
    public static RefDenial? DenyWorkflows(Caller caller, Repository repository, string name, string before, string after)
    {
        if (caller is not Caller.Bot bot || bot.Permissions.GetValueOrDefault("workflows") == Access.Write)
            return null;
        var path = Workflows.Introduced(repository, before, after);
        return path is null
            ? null
            : new RefDenial(
                DenialKind.Workflow,
                name,
                $"refusing to allow a GitHub App to create or update workflow `{path}` without `workflows` permission"
            );
    }

    /// <summary>The move that the weather makes of one that is allowed.</summary>
    public RefMove Weathered(Caller caller, Repository repository, RefMove move)
    {
        if (
            world.Weather.OtherTrees <= 0
            || caller is not Caller.Bot
            || repository.Git.Ref(move.Ref) is null
            || repository.Git.Commit(move.New) is not { Parents: [var onto, ..] } merge
            || !IsLanding(repository, move)
            || !world.Dice.Chance(world.Weather.OtherTrees)
        )
            return move;
        var other = new CommitDraft(repository.Git.Commit(onto)!.Tree, merge.Parents, merge.Author, merge.Committer, merge.Message);
        return move with { New = repository.Git.Write(other) };
    }

    // A branch that a squash or a rebase lands on grows by commits with one parent; candidates are branches of their own.
    private static bool IsLanding(Repository repository, RefMove move) =>
        move.Ref == Heads + repository.DefaultBranch || repository.Git.Commit(move.New)!.Parents.Length > 1;

    private void Tell(Repository repository, RefChange change, Account by, string via)
    {
        repository.PushedAt = world.Now;
        var forced = IsForced(repository, change.Old, change.New);
        var isBranch = change.Name.StartsWith(Heads, StringComparison.Ordinal);
        if (isBranch)
            repository.Landings.Add(new Landing(change.Name[Heads.Length..], change.Old, change.New, by, via, forced, world.Now));
        if (change.Old == Zero.Sha)
            world.Emit(new WorldEvent.RefEvent("create", repository, change.Name, by));
        if (change.New == Zero.Sha)
            world.Emit(new WorldEvent.RefEvent("delete", repository, change.Name, by));
        world.Emit(new WorldEvent.Push(repository, change.Name, change.Old, change.New, forced, by));
        if (!isBranch)
            return;
        world.Pulls.HeadMoved(repository, change.Name[Heads.Length..], change.New, by);
        world.Pulls.BaseMoved(repository, change.Name[Heads.Length..], change.Old, change.New, by);
    }
}
