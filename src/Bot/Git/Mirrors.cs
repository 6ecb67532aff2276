using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>The mirrors of all repositories, each <c>ROOT/REPOSITORY-ID.git</c>: a repository that is renamed keeps its own.</summary>
public sealed class Mirrors(string root, Signature signature, Remotes remotes, TimeProvider clock, Action<Repository, bool>? heard = null)
    : IGit,
        IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, Mooring> _moored = new();
    private readonly CancellationTokenSource _life = new();
    private readonly GitProcess _git = new();
    private readonly PastRoom _pasts = new();
    private readonly Answers _answers = new();
    private readonly GivenUp _givenUp = new(clock);
    private readonly Fetching _server = new(remotes, clock, heard);

    public Task<Answer<Nothing>> Fetch(Repository repo, CancellationToken stop)
    {
        var moored = Moor(repo);
        return moored.First.Await(() => moored.Fetches.Board(stop), stop);
    }

    public Task<Sha?> Branch(Repository repo, string name, CancellationToken stop) => Reading.Branch(At(repo), name, stop);

    public Task<Sha?> PullHead(Repository repo, int number, CancellationToken stop) => Reading.PullHead(At(repo), number, stop);

    public Task<Row<string>> Branches(Repository repo, string prefix, CancellationToken stop) => Reading.Branches(At(repo), prefix, stop);

    public Task<bool> Has(Repository repo, Sha commit, CancellationToken stop) => Reading.Has(At(repo), commit, stop);

    public Task<Sha> Tree(Repository repo, Sha commit, CancellationToken stop) => Reading.Tree(At(repo), commit, stop);

    public Task<bool> IsAncestor(Repository repo, Sha ancestor, Sha descendant, CancellationToken stop) =>
        Reading.IsAncestor(At(repo), ancestor, descendant, stop);

    public Task<string?> File(Repository repo, Sha commit, string path, CancellationToken stop) =>
        Reading.File(At(repo), commit, path, stop);

    public Task<Row<Sha>> Versions(Repository repo, Sha? after, Sha commit, string path, int most, CancellationToken stop) =>
        Reading.Versions(At(repo), after, commit, path, most, stop);

    public Task<Row<string>?> Paths(Repository repo, Sha commit, CancellationToken stop) => Reading.Paths(At(repo), commit, stop);

    public Task<Change> Change(Repository repo, Sha onto, Sha head, CancellationToken stop) => Changing.Change(At(repo), onto, head, stop);

    public Task<string?> Diff(Repository repo, Change change, Row<string> paths, CancellationToken stop) =>
        Changing.Diff(At(repo), change, paths, stop);

    public Task<string?> Patch(Repository repo, Change change, CancellationToken stop) => Changing.Patch(At(repo), change, stop);

    public Task<Row<CommitInfo>> Commits(Repository repo, Sha onto, Sha head, CancellationToken stop) =>
        OwnCommits.Newest(At(repo), onto, head, stop);

    public Task<Row<Maker>> Makers(Repository repo, Sha onto, Sha head, CancellationToken stop) =>
        OwnCommits.Makers(At(repo), onto, head, stop);

    public Task<History?> History(Repository repo, Change change, string author, CancellationToken stop) =>
        Moor(repo).Past.Of(change, author, _life.Token, stop);

    public Task<Row<string>> Conflicts(Repository repo, Sha ours, Sha theirs, CancellationToken stop) =>
        Merge(repo).Conflicts(ours, theirs, stop);

    public Task<Composition> Compose(Repository repo, LaneMove.Compose move, CancellationToken stop) =>
        new Composing(Merge(repo), new Moving(At(repo), Merge(repo)), At(repo)).Compose(move, stop);

    public Task<Row<DraftCommit>> Drafts(Repository repo, Sha onto, Sha tip, Row<Sha> held, CancellationToken stop) =>
        Drafting.Drafts(At(repo), signature, onto, tip, held, stop);

    public Task<Answer<Sha>> ComposeRevert(Repository repo, EnvironmentMove.OpenRevert move, Sha onto, CancellationToken stop) =>
        new Reverting(new Moving(At(repo), Merge(repo)), Merge(repo)).Revert(move, onto, stop);

    public Task<ComposedPart> ComposePart(Repository repo, EnvironmentMove.ComposePart move, CancellationToken stop) =>
        new Parting(new Moving(At(repo), Merge(repo)), Merge(repo)).Compose(move, stop);

    public Task<PushAnswer> Push(Repository repo, string branch, Sha commit, Sha? expected, CancellationToken stop) =>
        Pusher(repo).Push(branch, commit, expected, stop);

    public Task<PushAnswer> MoveHead(Repository repo, string branch, Sha commit, Sha expected, CancellationToken stop) =>
        Pusher(repo).MoveHead(branch, commit, expected, stop);

    public Task<PushAnswer> DropHead(Repository repo, string branch, Sha expected, CancellationToken stop) =>
        Pusher(repo).DropHead(branch, expected, stop);

    public Task<PushAnswer> Delete(Repository repo, string branch, CancellationToken stop) => Pusher(repo).Delete(branch, stop);

    public async ValueTask DisposeAsync()
    {
        await _life.CancelAsync();
        foreach (var moored in _moored.Values)
        {
            // Waits for what is under way: its git was told to end.
            await moored.Mirror.Network.WaitAsync();
            await moored.Tidying.Ended;
            moored.Mirror.Dispose();
        }

        _life.Dispose();
    }

    private Mirror At(Repository repo) => Moor(repo).Mirror;

    private Pushing Pusher(Repository repo) => new(At(repo), _server, repo, stop => Fetch(repo, stop));

    private Merging Merge(Repository repo) => new(At(repo), signature);

    private Mooring Moor(Repository repo)
    {
        var moored = _moored.GetOrAdd(
            repo.Id,
            id => new Mooring(new Mirror(_git, Where(id), _answers, _givenUp), Fetch, _pasts, clock) { Repo = repo }
        );
        moored.Repo = repo;
        return moored;
    }

    private string Where(long id) => Path.Combine(root, id.ToString(CultureInfo.InvariantCulture) + ".git");

    private async Task<Answer<Nothing>> Fetch(Mooring moored, Action starts)
    {
        await moored.Mirror.Network.WaitAsync(_life.Token);
        try
        {
            var answer = await moored.First.Run(() => _server.Fetch(moored.Mirror, moored.Repo, starts, _life.Token));
            moored.Tidying.Fetched(_life.Token);
            return answer;
        }
        finally
        {
            moored.Mirror.Network.Release();
        }
    }

    private sealed class Mooring
    {
        public Mooring(Mirror mirror, Func<Mooring, Action, Task<Answer<Nothing>>> fetch, PastRoom pasts, TimeProvider clock) =>
            (Mirror, Tidying, First, Fetches, Past) = (
                mirror,
                Tidying.Of(mirror),
                new FirstFetch(clock),
                new Flight<Answer<Nothing>>(starts => fetch(this, starts)),
                new Past(mirror, pasts, clock)
            );

        public Mirror Mirror { get; }

        public Tidying Tidying { get; }

        public FirstFetch First { get; }

        public Flight<Answer<Nothing>> Fetches { get; }

        public Past Past { get; }

        /// <summary>As it was last named: owner, name and installation may change.</summary>
        public required Repository Repo { get; set; }
    }
}
