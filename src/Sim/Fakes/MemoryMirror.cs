using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Hub.Git;
using Sluice.Turns.Ports;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>
/// The mirror in memory, over the world's own objects. Its refs are those of the last fetch, so that it lags behind GitHub as a real one
/// does.
/// </summary>
public sealed class MemoryMirror(Model.World world, Model.Installation installation) : Turns.Ports.IGit
{
    private readonly SortedDictionary<(long Repo, string Ref), string> _refs = [];

    private readonly HeldCommits _held = new();

    public Task<Answer<Nothing>> Fetch(Repository repo, CancellationToken stop)
    {
        Bring(repo);
        return Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default));
    }

    private void Bring(Repository repo)
    {
        foreach (var gone in _refs.Keys.Where(key => key.Repo == repo.Id).ToList())
        {
            _refs.Remove(gone);
        }

        foreach (var (name, sha) in Of(repo).Git.Refs)
        {
            Keep(repo, name, sha);
        }
    }

    public Task<Sha?> Branch(Repository repo, string name, CancellationToken stop) => Task.FromResult(At(repo, $"refs/heads/{name}"));

    public Task<Sha?> PullHead(Repository repo, int number, CancellationToken stop) =>
        Task.FromResult(At(repo, string.Create(CultureInfo.InvariantCulture, $"refs/pull/{number}/head")));

    public Task<Row<string>> Branches(Repository repo, string prefix, CancellationToken stop) =>
        Task.FromResult(
            _refs
                .Keys.Where(key => key.Repo == repo.Id && key.Ref.StartsWith($"refs/heads/{prefix}", StringComparison.Ordinal))
                .Select(key => key.Ref["refs/heads/".Length..])
                .ToRow()
        );

    public Task<bool> Has(Repository repo, Sha commit, CancellationToken stop) => Task.FromResult(_held.Has(repo.Id, commit.Hex));

    public Task<Sha> Tree(Repository repo, Sha commit, CancellationToken stop) => Task.FromResult(new Sha(Commit(repo, commit).Tree));

    public Task<bool> IsAncestor(Repository repo, Sha ancestor, Sha descendant, CancellationToken stop) =>
        Task.FromResult(Of(repo).History.IsAncestor(ancestor.Hex, descendant.Hex));

    public Task<string?> File(Repository repo, Sha commit, string path, CancellationToken stop)
    {
        var git = Of(repo).Git;
        var entry = TreeEdit.At(git, Commit(repo, commit).Tree, path);
        return Task.FromResult(entry is null ? null : System.Text.Encoding.UTF8.GetString(git.Blob(entry.Sha)!));
    }

    public Task<Row<Sha>> Versions(Repository repo, Sha? after, Sha commit, string path, int most, CancellationToken stop) =>
        Task.FromResult(
            MemoryChanges
                .Versions(Of(repo).Git, commit.Hex, path)
                .TakeWhile(version => after is not { } known || !Of(repo).History.IsAncestor(version.Hex, known.Hex))
                .Take(most)
                .ToRow()
        );

    public Task<Row<string>?> Paths(Repository repo, Sha commit, CancellationToken stop) =>
        Task.FromResult<Row<string>?>(TreeEdit.Files(Of(repo).Git, Commit(repo, commit).Tree).Select(file => file.Path).ToRow());

    public Task<Change> Change(Repository repo, Sha onto, Sha head, CancellationToken stop)
    {
        var of = Of(repo);
        var mergeBase = of.History.MergeBase(onto.Hex, head.Hex) ?? onto.Hex;
        var files = TreeDiff
            .Between(of.Git, of.Git.Commit(mergeBase)!.Tree, Commit(repo, head).Tree)
            .Select(change => MemoryChanges.Of(of.Git, change));
        return Task.FromResult(new Change(new Sha(mergeBase), head, files.ToRow()));
    }

    /// <summary>Each file as wholly taken out and put in again: a diff, if not the shortest.</summary>
    public Task<string?> Diff(Repository repo, Change change, Row<string> paths, CancellationToken stop)
    {
        var git = Of(repo).Git;
        var text = new System.Text.StringBuilder();
        foreach (var path in paths)
        {
            text.Append(CultureInfo.InvariantCulture, $"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n");
            foreach (var (commit, sign) in new[] { (change.MergeBase, '-'), (change.Head, '+') })
            {
                if (TreeEdit.At(git, Commit(repo, commit).Tree, path) is { } entry)
                {
                    text.AppendJoin(
                        "",
                        System
                            .Text.Encoding.UTF8.GetString(git.Blob(entry.Sha)!)
                            .TrimEnd('\n')
                            .Split('\n')
                            .Select(line => $"{sign}{line}\n")
                    );
                }
            }
        }

        return Task.FromResult<string?>(text.ToString());
    }

    public Task<string?> Patch(Repository repo, Change change, CancellationToken stop)
    {
        var git = Of(repo).Git;
        return Task.FromResult<string?>(
            MemoryChanges.Patch(git, TreeDiff.Between(git, git.Commit(change.MergeBase.Hex)!.Tree, Commit(repo, change.Head).Tree))
        );
    }

    public Task<Row<CommitInfo>> Commits(Repository repo, Sha onto, Sha head, CancellationToken stop) =>
        Task.FromResult(
            Of(repo)
                .History.Between(onto.Hex, head.Hex)
                .Select(commit => new CommitInfo(
                    new Sha(commit.Sha),
                    commit.Author.Name,
                    commit.Author.Email,
                    commit.Committer.Email,
                    commit.Message,
                    commit.Author.When
                ))
                .ToRow()
        );

    public async Task<Row<Maker>> Makers(Repository repo, Sha onto, Sha head, CancellationToken stop) =>
        (await Commits(repo, onto, head, stop))
            .Select(commit => new Maker(commit.AuthorName, commit.AuthorEmail, commit.CommitterEmail))
            .Distinct()
            .ToRow();

    public Task<Flow.Intake.Risk.History?> History(Repository repo, Change change, string author, CancellationToken stop) =>
        Task.FromResult<Flow.Intake.Risk.History?>(null);

    public Task<Row<string>> Conflicts(Repository repo, Sha ours, Sha theirs, CancellationToken stop) =>
        Task.FromResult(Of(repo).Git.Merge(ours.Hex, theirs.Hex).Conflicts.ToRow());

    public Task<Composition> Compose(Repository repo, LaneMove.Compose move, CancellationToken stop) =>
        Task.FromResult(new MemoryComposing(Of(repo), commit => Hold(repo, commit)).Compose(move));

    public Task<Answer<Sha>> ComposeRevert(Repository repo, EnvironmentMove.OpenRevert move, Sha onto, CancellationToken stop) =>
        Task.FromResult(new MemoryComposing(Of(repo), commit => Hold(repo, commit)).Revert(move, onto));

    public Task<ComposedPart> ComposePart(Repository repo, EnvironmentMove.ComposePart move, CancellationToken stop) =>
        Task.FromResult(new MemoryComposing(Of(repo), commit => Hold(repo, commit)).Part(move));

    public Task<Row<DraftCommit>> Drafts(Repository repo, Sha onto, Sha tip, Row<Sha> held, CancellationToken stop) =>
        Task.FromResult(MemoryDrafts.Of(Of(repo).Git, MemoryComposing.Nobody, onto, tip));

    public Task<PushAnswer> Push(Repository repo, string branch, Sha commit, Sha? expected, CancellationToken stop) =>
        Push(repo, branch, commit, expected, false);

    public Task<PushAnswer> MoveHead(Repository repo, string branch, Sha commit, Sha expected, CancellationToken stop) =>
        Push(repo, branch, commit, expected, true);

    public Task<PushAnswer> DropHead(Repository repo, string branch, Sha expected, CancellationToken stop)
    {
        var of = Of(repo);
        var denial = world.Refs.Move(
            Model.People.As(installation),
            of,
            [new Model.RefMove($"refs/heads/{branch}", expected.Hex, Zero.Sha)],
            "push"
        );
        if (denial is null)
        {
            _refs.Remove((repo.Id, $"refs/heads/{branch}"));
        }

        return Task.FromResult<PushAnswer>(
            denial switch
            {
                null => new PushAnswer.Done(),
                { Kind: Model.DenialKind.Stale } => new PushAnswer.Stale(of.Branch(branch) is { } actual ? new Sha(actual) : null),
                _ => new PushAnswer.Refused(denial.ToRefusal().Message),
            }
        );
    }

    private Task<PushAnswer> Push(Repository repo, string branch, Sha commit, Sha? expected, bool force)
    {
        var of = Of(repo);
        if (of.Branch(branch) == commit.Hex)
        {
            return Task.FromResult<PushAnswer>(new PushAnswer.Done());
        }

        // What another replica composed is here only once it was fetched with its branch; a branch that is new is nowhere else.
        if (expected is not null && !_held.Has(repo.Id, commit.Hex))
        {
            Bring(repo);
        }

        if (!_held.Has(repo.Id, commit.Hex))
        {
            return Task.FromResult<PushAnswer>(new PushAnswer.Refused($"{commit.Short} is neither here nor on GitHub any more"));
        }

        var denial = world.Refs.Move(
            Model.People.As(installation),
            of,
            [new Model.RefMove($"refs/heads/{branch}", expected?.Hex ?? Zero.Sha, commit.Hex, force)],
            "push"
        );
        if (denial is null)
        {
            Keep(repo, $"refs/heads/{branch}", commit.Hex);
        }

        return Task.FromResult<PushAnswer>(
            denial switch
            {
                null => new PushAnswer.Done(),
                { Kind: Model.DenialKind.Stale or Model.DenialKind.Exists or Model.DenialKind.NotFastForward } => new PushAnswer.Stale(
                    of.Branch(branch) is { } actual ? new Sha(actual) : null
                ),
                _ => new PushAnswer.Refused(denial.ToRefusal().Message),
            }
        );
    }

    public Task<PushAnswer> Delete(Repository repo, string branch, CancellationToken stop)
    {
        var of = Of(repo);
        _refs.Remove((repo.Id, $"refs/heads/{branch}"));
        var denial = of.Branch(branch) is null
            ? null
            : world.Refs.Move(Model.People.As(installation), of, [new Model.RefMove($"refs/heads/{branch}", null, Zero.Sha)], "push");
        return Task.FromResult<PushAnswer>(denial is null ? new PushAnswer.Done() : new PushAnswer.Refused(denial.ToRefusal().Message));
    }

    private Sha? At(Repository repo, string name) => _refs.TryGetValue((repo.Id, name), out var sha) ? new Sha(sha) : null;

    private void Keep(Repository repo, string name, string commit)
    {
        _refs[(repo.Id, name)] = commit;
        Hold(repo, commit);
    }

    private void Hold(Repository repo, string commit) => _held.Add(repo.Id, Of(repo).Git, commit);

    private Hub.Git.Commit Commit(Repository repo, Sha commit) =>
        Of(repo).Git.Commit(commit.Hex) ?? throw new InvalidOperationException($"{commit} is not in the mirror");

    private Model.Repository Of(Repository repo) => world.Repositories[repo.Id];
}
