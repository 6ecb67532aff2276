using Sluice.Flow.Commands;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>
/// Repairs what webhooks lost: reads GitHub page by page into the books, and rings everything that is alive. Of the bot's own branches it
/// deletes those that nobody knows.
/// </summary>
/// <param name="standsStill">Asked before each of them: whether it is to stay for now.</param>
public sealed class Sweep(
    IStore store,
    IGitHub github,
    IGit git,
    Mirror mirror,
    PoliciesInForce policies,
    IBell bell,
    Books books,
    Func<CancellationToken, Task<bool>> standsStill
)
{
    /// <summary>Comments older than this were seen by the sweep before, unless that was longer ago.</summary>
    private static readonly TimeSpan Lookback = TimeSpan.FromHours(1);

    /// <summary>A command that no turn could hear for so long is given up: every sweep would read all that was said since.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly OnePull _onGitHub = new(github, books);
    private readonly StrayBranches _strays = new(store, git, standsStill);
    private readonly AwaitedChecks _awaited = new(store);

    /// <summary>Learns which repositories there are. At start, and when an installation is news.</summary>
    public async Task Repositories(CancellationToken stop)
    {
        var (began, known) = (books.Stamp, await store.Alive<RepositoryFact>(null, stop));
        if (await github.Repositories(stop) is Answer<FactPage>.Made { Value: var page })
        {
            var listed = page.Facts.Select(fact => fact.Repo).ToHashSet();
            var lost = page.IsWhole
                ? known
                    .Where(fact => !listed.Contains(fact.Repo))
                    .Select(fact => fact with { Stamp = began, Repository = fact.Repository with { Alive = false } })
                : [];
            await store.Fold([.. page.Facts, .. lost], stop);
        }
    }

    /// <summary>
    /// Reconciles the repositories whose turn it is, then rings. One that cannot be read now does not keep the others waiting.
    /// </summary>
    /// <param name="waits">Whose repository stands still now; null: none does. A release is rung all the same.</param>
    /// <param name="everyOne">Whether it is the turn of all of them.</param>
    /// <returns>What could not be done, for the log.</returns>
    public async Task<IReadOnlyList<string>> All(CancellationToken stop, Func<Repository, bool>? waits = null, bool everyOne = false)
    {
        var troubles = new List<string>();
        var alive = (await store.Alive<RepositoryFact>(null, stop)).Select(fact => fact.Repository).ToList();
        var going = alive.Where(repo => waits?.Invoke(repo) != true).ToList();
        var round = Stamps.Of(books.Now);
        var last = (await store.Alive<ReconciledFact>(null, stop)).ToDictionary(fact => fact.Repo);
        var parts = everyOne ? 1 : Rounds.Parts(last.Values.Sum(fact => fact.Pulls));
        foreach (var repo in everyOne ? going : Round(going, last))
        {
            await Try(repo, (one, token) => Reconcile(one, round, token));
            await Try(repo, (one, token) => RingAll(one, parts, token)); // who waits for somebody has an alarm of its own
        }

        foreach (var repo in alive)
        {
            await Try(repo, RingRelease);
        }

        return troubles;

        async Task Try(Repository repo, Func<Repository, CancellationToken, Task> part)
        {
            try
            {
                await part(repo, stop);
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                troubles.Add($"{repo.FullName}: {trouble.Message}");
            }
        }
    }

    private IReadOnlyList<Repository> Round(List<Repository> going, Dictionary<long, ReconciledFact> last) =>
        Rounds.Of(
            [
                .. going.Select(repo =>
                    last.TryGetValue(repo.Id, out var fact) ? (repo, fact.Pulls, Stamps.At(fact.Stamp)) : (repo, 0, (DateTimeOffset?)null)
                ),
            ],
            books.Now
        );

    /// <param name="round">The sweep, as a stamp: however long it takes, all that it looks after had their turn then.</param>
    private async Task Reconcile(Repository repo, long round, CancellationToken stop)
    {
        var began = books.Now;
        var known = (await store.Alive<PullFact>(repo.Id, stop)).ToDictionary(fact => fact.Pull.Number);
        var read = await store.Find<ReconciledFact>(repo.Id, "", "", stop);

        // Its turn is over, also where it cannot be read: the others would not have theirs.
        var turn = new ReconciledFact(repo.Id, round, read?.At ?? began - Lookback, known.Count, (read?.Times ?? -1) + 1);
        await books.Keep(turn, stop);
        (await git.Fetch(repo, stop)).OrThrow();
        string? cursor = null;
        do
        {
            var page = (await github.OpenPulls(repo, cursor, stop)).OrThrow();
            foreach (var open in page.Facts.OfType<PullFact>())
            {
                known.Remove(open.Pull.Number);
            }

            await books.Tell(page.Facts, stop);
            cursor = page.Next;
        } while (cursor is not null);

        foreach (var closed in known.Values.OrderBy(fact => fact.Pull.Number))
        {
            await Closed(repo, closed, stop);
        }

        var since = turn.At < began - Lookback ? turn.At : began - Lookback;
        var said = (await github.CommentsSince(repo, since, stop)).OrThrow().Facts;
        await books.Tell(said, stop);

        // Known already, yet maybe never rung for: a process that dies in between leaves a command on a closed pull to nobody else.
        var commands = said.OfType<CommentFact>().Where(fact => CommandReader.MayHold(fact.Comment.Body)).ToList();
        await bell.Ring([.. commands.SelectMany(fact => fact.Concerns()).Distinct()], stop);
        var heard = await HeardUpTo(repo, began, commands, stop);
        await books.Keep(turn with { At = heard }, stop);
        await Apart(
            stop,
            async () => await Checks(repo, await _awaited.Builds(repo, stop), stop),
            () => _strays.Drop(repo, stop),
            async () => await Checks(repo, await _awaited.Gates(repo, stop), stop),
            () => Deployments(repo, stop)
        );
    }

    /// <summary>None of them waits for another: what ails one is told once all were done.</summary>
    private static async Task Apart(CancellationToken stop, params Func<Task>[] parts)
    {
        var troubles = new List<string>();
        foreach (var part in parts)
        {
            try
            {
                await part();
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                troubles.Add(trouble.Message);
            }
        }

        if (troubles.Count > 0)
        {
            throw new NotNowException(string.Join("; ", troubles), null);
        }
    }

    /// <summary>
    /// A ring dies with the process that heard it: what was said is read again until a turn of its pull noted that it heard it.
    /// </summary>
    private async Task<DateTimeOffset> HeardUpTo(
        Repository repo,
        DateTimeOffset began,
        IEnumerable<CommentFact> commands,
        CancellationToken stop
    )
    {
        // Of what no person says nothing is expected, and on an issue nobody listens.
        var facts = commands
            .Where(fact => fact.Comment.By.Kind == ActorKind.User && fact.Comment.Created > began - Patience)
            .OrderBy(fact => fact.Comment.Created);
        foreach (var fact in facts)
        {
            if (
                await store.Find<PullFact>(repo.Id, "", fact.Parent, stop) is not null
                && (await store.Ledger<PullLedger>(new PullSubject(repo.Id, fact.Number), stop)).Value?.Heard(fact.Comment.Id) != true
            )
            {
                return fact.Comment.Created < began ? fact.Comment.Created : began;
            }
        }

        return began;
    }

    /// <summary>GitHub no longer lists it as open; who only refuses to tell is asked again.</summary>
    private async Task Closed(Repository repo, PullFact last, CancellationToken stop)
    {
        if (await _onGitHub.Ask(repo, last, stop) is not Answer<Nothing>.Refused and var answer)
        {
            answer.OrThrow();
        }
    }

    /// <summary>What GitHub refuses to tell of one commit it may tell of others; what it does not tell now is not asked of any.</summary>
    private async Task Checks(Repository repo, IReadOnlyList<(Sha Commit, string? Branch)> awaited, CancellationToken stop)
    {
        var refusals = new List<string>();
        foreach (var (commit, branch) in awaited)
        {
            var answer = await github.Checks(repo, commit, branch, stop);
            if (answer is Answer<FactPage>.Refused refused)
            {
                refusals.Add(refused.Why);
                continue;
            }

            await books.Tell(answer.OrThrow().Facts, stop);
        }

        if (refusals.Count > 0)
        {
            throw new NotNowException(string.Join("; ", refusals), null);
        }
    }

    private async Task Deployments(Repository repo, CancellationToken stop)
    {
        if (await Canary(repo, stop) is not { } policy)
        {
            return;
        }

        var ledger = await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, policy.PromoteTo), stop);
        if (ledger.Value?.Canary is not null)
        {
            foreach (var environment in new[] { policy.Environment, policy.PromoteTo }.Distinct())
            {
                await books.Tell((await github.Deployments(repo, environment, stop)).OrThrow().Facts, stop);
            }
        }
    }

    private async Task<CanaryPolicy?> Canary(Repository repo, CancellationToken stop) =>
        await mirror.Base(repo, repo.DefaultBranch, stop) is { } head
            ? (await policies.At(repo, repo.DefaultBranch, head, stop)).Policy.Canary
            : null;

    /// <param name="parts">Of the open pull requests one of so many is rung, each in its turn; whoever is under way is rung in any
    /// case.</param>
    private async Task RingAll(Repository repo, int parts, CancellationToken stop)
    {
        var alive = new List<Subject>();
        var times = (await store.Find<ReconciledFact>(repo.Id, "", "", stop))?.Times ?? 0;
        alive.AddRange(
            (await store.Alive<PullFact>(repo.Id, stop))
                .Select(fact => fact.Pull.Number)
                .Where(number => number % parts == times % parts)
                .Select(number => new PullSubject(repo.Id, number))
        );
        alive.AddRange((await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop)).Select(pair => pair.Key));
        alive.AddRange((await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop)).Select(pair => pair.Key));
        alive.Add(new LaneSubject(repo.Id, repo.DefaultBranch));
        alive.AddRange((await store.Ledgers<EnvironmentSubject, EnvironmentLedger>(repo.Id, stop)).Select(pair => pair.Key));
        await bell.Ring(alive.Distinct().ToList(), stop);
    }

    /// <summary>By itself: it needs the mirror, and what ails that must not keep the others from being rung.</summary>
    private async Task RingRelease(Repository repo, CancellationToken stop)
    {
        if (await Canary(repo, stop) is { } policy)
        {
            await bell.Ring([new EnvironmentSubject(repo.Id, policy.PromoteTo)], stop);
        }
    }
}
