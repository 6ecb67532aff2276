using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Stacks;

/// <summary>What a pull stands on, and how each of those stands.</summary>
internal sealed class Ancestors(IStore store, IGit git, IGitHub github, Books books)
{
    private const int MostLooked = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <param name="lane">Where it is to land.</param>
    internal async Task<Row<Parent>> Of(Repository repo, PullRequest pull, string lane, MergeMethod method, CancellationToken stop)
    {
        if (!pull.Open)
        {
            return [];
        }

        var (below, said) = await Links(repo, pull, stop);
        if (below is null && said.Count == 0)
        {
            return [];
        }

        var numbers = said.Select(dependency => dependency.Number).Append(below).OfType<int>().Distinct().ToRow();
        var rings = Cycles.Through(pull.Number, await Known(repo, pull.Number, numbers, stop));
        var parents = new List<Parent>();
        if (below is { } on)
        {
            parents.Add(await Stands(repo, new Parent(on, ParentKind.Branch, ParentState.Out), pull, lane, method, rings, stop));
        }

        foreach (var dependency in said.Take(DependsOn.Most).Where(dependency => dependency.Number is null || dependency.Number != below))
        {
            parents.Add(
                dependency.Number is { } number
                    ? await Stands(repo, new Parent(number, ParentKind.Said, ParentState.Out), pull, lane, method, rings, stop)
                    : new Parent(0, ParentKind.Said, ParentState.Foreign) { Said = dependency.Said }
            );
        }

        if (said.Count > DependsOn.Most)
        {
            parents.Add(new Parent(0, ParentKind.Said, ParentState.TooMany));
        }

        foreach (var parent in parents.Where(parent => parent.Number > 0 && parent.Number != pull.Number))
        {
            if (await store.Find<ChildFact>(repo.Id, Numbers.Key(parent.Number), Numbers.Key(pull.Number), stop) is null)
            {
                await books.Keep(new ChildFact(repo.Id, books.Stamp, parent.Number, pull.Number), stop);
            }
        }

        return parents.ToRow();
    }

    /// <summary>Those that stand on it, or did; ascending.</summary>
    internal async Task<Row<int>> Children(Repository repo, int number, CancellationToken stop) =>
        (await store.Under<ChildFact>(repo.Id, Numbers.Key(number), stop)).Select(child => child.Number).Order().ToRow();

    /// <summary>
    /// Where the pull's own work begins: the head, as somebody made it, of what it stands on. Null: the base; so too where it is built on
    /// several of which none holds the others, and in forks, of which everything is looked at that a build would run.
    /// </summary>
    internal async Task<Sha?> Upon(Repository repo, PullRequest pull, Row<Parent> parents, MergeMethod method, CancellationToken stop)
    {
        var heads = new List<Sha>();
        foreach (var parent in parents.Where(parent => parent.State <= ParentState.Ejected && !pull.IsFork(repo.Id)))
        {
            if (
                await Find(repo, parent.Number, stop) is { } below
                && !below.IsFork(repo.Id)
                && await Meant(repo, below, stop) is var head
                && head != pull.Head
                && await Ledger(repo, below.Number, stop) is var ledger
                && IsSettled(parent, below, ledger, head, pull.Base)
                && await git.Has(repo, head, stop)
                && await git.Has(repo, pull.Head, stop)
                && await git.IsAncestor(repo, head, pull.Head, stop)
                && (
                    (method, parent.State) is not (MergeMethod.Merge, ParentState.Landed)
                    || await Holds(repo, ledger.Standing.LandedSha ?? below.MergeCommit, head, stop)
                )
            )
            {
                heads.Add(head);
            }
        }

        foreach (var head in heads)
        {
            var holds = true;
            foreach (var other in heads.Where(other => other != head))
            {
                holds &= await git.IsAncestor(repo, other, head, stop);
            }

            if (holds)
            {
                return head;
            }
        }

        return null;
    }

    /// <summary>
    /// What it is judged against: what it is built on, or null, the base, where it holds anything of the base that this lacks. Who merged
    /// the base in is not charged with what others landed, and may have taken some of that back, which only a look at the base shows.
    /// </summary>
    internal async Task<Sha?> Against(Repository repo, Sha head, Sha onto, Sha? upon, CancellationToken stop)
    {
        if (upon is not { } below)
        {
            return null;
        }

        var own = await git.Commits(repo, below, head, stop);
        var apart = (await git.Commits(repo, onto, head, stop)).Select(commit => commit.Sha).ToHashSet();
        return own.Count < IGit.MostCommits && own.All(commit => apart.Contains(commit.Sha)) ? upon : null;
    }

    /// <summary>
    /// Against the base nothing shows of what it took back of what it is built on, and comes along with: what it does to the files of that
    /// is its own doing, too.
    /// </summary>
    internal async Task<Change> WithUndone(Repository repo, Change change, Sha onto, Sha below, CancellationToken stop)
    {
        var theirs = (await git.Change(repo, onto, below, stop)).Files.SelectMany(file => file.Paths).ToHashSet(StringComparer.Ordinal);
        var own = (await git.Change(repo, below, change.Head, stop)).Files.Where(file => file.Paths.Any(theirs.Contains));
        return change with { Files = Change.Together(change.Files.Concat(own)) };
    }

    /// <summary>
    /// A merge brings what it is built on along: where that landed as another commit, and was taken back since, it would come again.
    /// </summary>
    private async Task<bool> Holds(Repository repo, Sha? landed, Sha head, CancellationToken stop) =>
        landed is { } commit && await git.Has(repo, commit, stop) && await git.IsAncestor(repo, head, commit, stop);

    /// <summary>
    /// What another brings is left out of what this one is judged by, so it must be what was judged there: the head that landed on this
    /// very lane (into a branch that nobody guards anybody may merge anything), or the one that its lane was given. What has neither landed
    /// nor is in line lets nothing in.
    /// </summary>
    private static bool IsSettled(Parent parent, PullRequest below, PullLedger ledger, Sha head, string lane) =>
        parent.State switch
        {
            ParentState.Landed => below.Base == lane && (below.Merged || ledger.Standing.Head == head),
            ParentState.InLane or ParentState.AfterLanding => ledger.Admission?.Head == head,
            _ => true,
        };

    private async Task<PullLedger> Ledger(Repository repo, int number, CancellationToken stop) =>
        (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value ?? PullLedger.New;

    private async Task<(int? Below, Row<Dependency> Said)> Links(Repository repo, PullRequest pull, CancellationToken stop) =>
        (
            (await store.Find<StackFact>(repo.Id, "", Numbers.Key(pull.Number), stop))?.Below(pull.Base),
            DependsOn.Read(pull.Body, repo.FullName)
        );

    /// <summary>What everything below stands on, as far as it is open and known.</summary>
    private async Task<Row<Cycles.Standing>> Known(Repository repo, int number, Row<int> parents, CancellationToken stop)
    {
        var known = new List<Cycles.Standing> { new(number, parents) };
        var (next, seen) = (new Queue<int>(parents), new SortedSet<int>([number, .. parents]));
        while (known.Count < MostLooked && next.TryDequeue(out var each))
        {
            if (each != number && await store.Find<PullFact>(repo.Id, "", Numbers.Key(each), stop) is { Pull: { Open: true } pull })
            {
                var (below, said) = await Links(repo, pull, stop);
                var on = said.Select(dependency => dependency.Number).Append(below).OfType<int>().Distinct().Take(DependsOn.Most).ToRow();
                known.Add(new(each, on));
                foreach (var parent in on.Where(seen.Add))
                {
                    next.Enqueue(parent);
                }
            }
        }

        return known.ToRow();
    }

    private async Task<Parent> Stands(
        Repository repo,
        Parent parent,
        PullRequest child,
        string lane,
        MergeMethod method,
        Row<int> rings,
        CancellationToken stop
    )
    {
        if (parent.Number == child.Number)
        {
            return parent with { State = ParentState.Itself };
        }

        if (await Find(repo, parent.Number, stop) is not { } pull)
        {
            return parent with { State = ParentState.Unknown };
        }

        var ledger = await Ledger(repo, parent.Number, stop);
        return parent with
        {
            State =
                ledger.Standing.State == PullState.Reverted ? ParentState.Reverted
                : pull.Merged || ledger.Standing.LandedSha is not null ? ParentState.Landed
                : !pull.Open ? ParentState.Closed
                : rings.Contains(parent.Number) ? ParentState.Cycle
                : ledger.Admission is not { } admission
                    ? ledger.Standing.State == PullState.Ejected ? ParentState.Ejected
                        : ParentState.Out
                : admission.Base != lane ? ParentState.Elsewhere
                // Its squash is another commit: what is built on the pull itself has to be made over on that.
                : parent.Kind == ParentKind.Branch && method != MergeMethod.Merge ? ParentState.AfterLanding
                : ParentState.InLane,
        };
    }

    /// <summary>
    /// Of one that was over before the bot came the books know nothing: GitHub is asked, and not again for a while where there is none.
    /// </summary>
    private async Task<PullRequest?> Find(Repository repo, int number, CancellationToken stop)
    {
        if (await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is { } known)
        {
            return known.Pull;
        }

        if (await store.Find<NoPullFact>(repo.Id, "", Numbers.Key(number), stop) is { } none && none.Stamp >= Stamps.Of(books.Now - Fresh))
        {
            return null;
        }

        var answer = await github.Pull(repo, number, stop);
        if (answer is Answer<FactPage>.Refused && Made.Of(answer) is not Made.Refused { Passes: true })
        {
            await books.Keep(new NoPullFact(repo.Id, books.Stamp, number), stop);
            return null;
        }

        var facts = answer.OrThrow().Facts;
        await books.Tell(facts, stop);
        return facts.OfType<PullFact>().FirstOrDefault(fact => fact.Pull.Number == number)?.Pull;
    }

    private async Task<Sha> Meant(Repository repo, PullRequest pull, CancellationToken stop) =>
        (await store.Find<OwnHeadFact>(repo.Id, Numbers.Key(pull.Number), pull.Head.Hex, stop))?.Head ?? pull.Head;
}
