using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Turns.Pulls;

/// <summary>Builds what a pull request's decider sees.</summary>
internal sealed class LookAtPull(
    IStore store,
    IGit git,
    Mirror mirror,
    HeadInDoubt heads,
    PoliciesInForce policies,
    ScriptsOfCi scripts,
    Asked asked,
    Books books,
    WordsOfOthers others,
    Relatives relatives,
    Trials trials,
    SpentHeads spent,
    Aims aims,
    Ancestors ancestors,
    Experiences experiences,
    Rehearsals rehearsals,
    bool hasAdvisor = false
)
{
    private const int MostTraces = 5;

    private readonly Meeting _meeting = new(store, git);

    private readonly Relands _relands = new(store, git);

    private readonly Undoes _undoes = new(store);

    public async Task<PullSeen?> At(PullSubject subject, Versioned<PullLedger> remembered, CancellationToken stop)
    {
        var ledger = remembered.Value ?? PullLedger.New;
        if (
            await books.Repository(subject.Repo, stop) is not { } repo
            || await heads.Resolve(repo, subject.Number, ledger, stop) is not { } told
        )
        {
            return null;
        }

        var meant = await Meant(repo, told, stop);
        var via = await store.Find<ViaFact>(repo.Id, Numbers.Key(subject.Number), "", stop);
        if (await Place(repo, told, stop) is not { } place)
        {
            return null;
        }

        var (lane, onto, inForce) = place;
        var pull = told with { Head = meant, Base = lane, ViaApp = via?.App };
        var self = await asked.Self(stop);
        var parents = await ancestors.Of(repo, told, lane, inForce.Policy.Queue.Method, stop);
        var upon = await ancestors.Upon(repo, pull, parents, inForce.Policy.Queue.Method, stop);
        var people = await new People(store, asked, repo, self, subject.Number).Read(stop);
        var checks = (await store.Under<CheckFact>(repo.Id, pull.Head.Hex, stop)).Select(fact => fact.Check).ToList();
        var (mine, theirs) = (people.Mine, checks.Where(check => check.App != self.App).ToRow());
        var content = pull.Open ? await Content(repo, pull, told.Base, onto, upon, stop) : null;
        var word = await others.Of(repo, pull, inForce.Policy, books.Now, stop);

        var rules = await asked.Rules(repo, pull.Base, stop);
        var (print, twin) = await relatives.Of(repo, pull, content?.Change, ledger, inForce.Policy, onto, books.Now, stop);
        return new PullSeen
        {
            Now = books.Now,
            Repo = repo,
            Self = self.Bot,
            Pull = pull,
            Rewritten = told.Head == meant ? null : told.Head,
            Policy = inForce.Policy,
            PolicyFaults = inForce.Faults,
            Proposal = content is null
                ? null
                : await rehearsals.Of(repo, pull, await policies.Proposed(repo, content.Change, inForce, stop), inForce, stop),
            Ledger = ledger,
            Rules = rules,
            Owners = await new OwnersOf(git, asked).Change(repo, rules, onto, content?.Change, people.Reviews, stop),
            Checks = theirs,
            Reviews = people.Reviews,
            Comments = people.Comments,
            LabelEvents = people.LabelEvents,
            Permissions = people.Permissions,
            Change = content?.Change,
            History = content?.History,
            Experience = await experiences.Of(repo.Id, books.Now, stop),
            Traces = content?.Traces ?? [],
            HasAdvisor = hasAdvisor,
            Advice = hasAdvisor ? (await store.Find<AdviceFact>(repo.Id, Numbers.Key(pull.Number), pull.Head.Hex, stop))?.Advice : null,
            Commits = content?.Commits ?? [],
            Makers = content?.Makers ?? [],
            OnPage = content?.OnPage,
            Ci =
                content is null || !pull.IsFork(repo.Id) ? CiTouch.Nothing
                : MayVouch(people, ledger) ? await scripts.In(repo, onto, content.Change, stop)
                : null,
            Conflicts = content?.Conflicts,
            Print = print,
            Twin = twin,
            Meets = await _meeting.Of(repo, pull, content?.Change, ledger, stop),
            Lane = word.Lane,
            Allowances = word.Limits,
            LanePressed = word.Pressed,
            LanePaused = word.LanePaused,
            LanePausedBy = word.LanePausedBy,
            Release = word.Release,
            OpenBefore =
                pull.Open && ledger.Assessment?.Origin is { Class: OriginClass.Agent, Agent: { } agent }
                    ? await store.OpenBefore(repo.Id, agent, pull.Number, stop)
                    : 0,
            Onto = onto,
            Parents = parents,
            Aim = told.Base == lane ? null : told.Base,
            AimRefused = await aims.Refused(repo, pull.Number, told.Base == lane ? null : told.Base, lane, stop),
            Upon = upon,
            Children = await ancestors.Children(repo, pull.Number, stop),
            Trial = await trials.Of(repo, pull.Number, ledger.Try, self, stop),
            TryBranchGone = await trials.IsGone(repo, pull.Number, ledger, stop),
            Spent = await spent.Of(repo, told, ledger, inForce.Policy, stop),
            Undoes = await _undoes.Of(repo, pull, ledger, stop),
            Relands = await _relands.Of(repo, told, self, stop),
            Revert = await Revert(repo, pull, inForce.Policy, stop),
            Shown = mine with
            {
                CheckId = Our(checks, self)?.Id,
                CheckDigest = Our(checks, self)?.ExternalId,
                Config = Config(checks, self),
                Former = await Former(repo, pull, ledger, self, stop),
                OnRewritten = told.Head == meant ? null : await On(repo, told.Head, self, stop),
            },
        };
    }

    /// <summary>
    /// Where it is to land, where that stands, and the policy there: never that of a branch which is itself a pull's, for that is whatever
    /// its author wants. A lane that the policy names stays, whoever wants it merged elsewhere: no chain leads over it.
    /// </summary>
    private async Task<(string Lane, Sha Onto, InForce InForce)?> Place(Repository repo, PullRequest pull, CancellationToken stop)
    {
        if (await aims.Of(repo, pull, stop) is not { } aim || await Place(repo, aim.Base, stop) is not { } end)
        {
            return await Place(repo, pull.Base, stop);
        }

        var lane = aim.Over.FirstOrDefault(lane => end.InForce.Policy.HasLane(repo, lane));
        return lane is null ? end : await Place(repo, lane, stop) ?? await Place(repo, pull.Base, stop);
    }

    private async Task<(string Lane, Sha Onto, InForce InForce)?> Place(Repository repo, string lane, CancellationToken stop) =>
        await mirror.Base(repo, lane, stop) is { } onto ? (lane, onto, await policies.At(repo, lane, onto, stop)) : null;

    /// <summary>Before somebody with the right spoke, a stranger's scripts are not worth their reading.</summary>
    private static bool MayVouch(Heard people, PullLedger ledger) =>
        ledger.Request is { Permission: >= Permission.Write }
        || people.Comments.Any(comment => comment.Permission >= Permission.Write)
        || people.Permissions.Any(known => known.Permission >= Permission.Write);

    private static Check? Our(IEnumerable<Check> checks, Self self) =>
        checks.Where(check => check.App == self.App && check.Name == CheckRun.Name).MaxBy(check => check.Id);

    private static ShownCheck? Config(IEnumerable<Check> checks, Self self) =>
        checks.Where(check => check.App == self.App && check.Name == ConfigCheck.Name).MaxBy(check => check.Id) is { } check
            ? new ShownCheck(check.Id, check.ExternalId)
            : null;

    /// <summary>
    /// The head that somebody made: where the bot moved the branch to what it lands of it, that is still what was asked for.
    /// </summary>
    private async Task<Sha> Meant(Repository repo, PullRequest pull, CancellationToken stop) =>
        await store.Find<OwnHeadFact>(repo.Id, Numbers.Key(pull.Number), pull.Head.Hex, stop) is { Head: var head }
        && (!pull.Open || await mirror.Holds(repo, head, stop))
            ? head
            : pull.Head;

    private async Task<ShownCheck?> Former(Repository repo, PullRequest pull, PullLedger ledger, Self self, CancellationToken stop) =>
        (ledger.OldHead ?? ledger.Standing.Head) is { } head && head != pull.Head ? await On(repo, head, self, stop) : null;

    private async Task<ShownCheck?> On(Repository repo, Sha commit, Self self, CancellationToken stop) =>
        Our((await store.Under<CheckFact>(repo.Id, commit.Hex, stop)).Select(fact => fact.Check), self) is { } check
            ? new ShownCheck(check.Id, check.ExternalId)
            : null;

    private async Task<Content?> Content(Repository repo, PullRequest pull, string shownOn, Sha onto, Sha? upon, CancellationToken stop)
    {
        if (!await mirror.Holds(repo, pull.Head, stop))
        {
            return null;
        }

        var against = await ancestors.Against(repo, pull.Head, onto, upon, stop) ?? onto;
        var change = await git.Change(repo, against, pull.Head, stop);
        if (upon is { } below && against == onto)
        {
            change = await ancestors.WithUndone(repo, change, onto, below, stop);
        }

        var commits = await Signed(repo, await git.Commits(repo, against, pull.Head, stop), stop);
        var history =
            commits.Count > 0
                ? await git.History(repo, change with { Files = Sizes.Written(change) }, commits[^1].AuthorEmail, stop)
                : null;
        return new Content(
            change,
            history,
            commits,
            commits.Count < IGit.MostCommits ? [] : await git.Makers(repo, against, pull.Head, stop),
            await Traces(repo, change, stop),
            upon is null && (await git.Conflicts(repo, onto, pull.Head, stop)).Count > 0,
            shownOn == pull.Base && against == onto ? null : await OnPage(repo, shownOn, pull.Head, stop)
        );
    }

    /// <summary>GitHub shows what the branch at which it is aimed lacks, whatever the pull is judged against here.</summary>
    private async Task<Row<Sha>?> OnPage(Repository repo, string branch, Sha head, CancellationToken stop) =>
        await mirror.Base(repo, branch, stop) is { } tip
            ? (await git.Commits(repo, tip, head, stop)).Select(commit => commit.Sha).ToRow()
            : null;

    /// <summary>Only of the newest: who signs it stands for all below it.</summary>
    private async Task<Row<CommitInfo>> Signed(Repository repo, Row<CommitInfo> commits, CancellationToken stop) =>
        commits.Count > 0 && await store.Find<SignatureFact>(repo.Id, commits[^1].Sha.Hex, "", stop) is { Signed: var signed }
            ? [.. commits.Take(commits.Count - 1), commits[^1] with { Signed = signed }]
            : commits;

    private async Task<Row<string>> Traces(Repository repo, Change change, CancellationToken stop)
    {
        var traces = new List<string>();
        foreach (var file in change.Files.Where(OriginReader.IsTrace).Take(MostTraces))
        {
            try
            {
                traces.Add(await git.File(repo, change.Head, file.Path, stop) ?? "");
            }
            catch (FileTooLargeException)
            {
                // Others of the change may tell the same; a file of that size is no record of one.
            }
        }

        return traces.ToRow();
    }

    private async Task<RevertOf?> Revert(Repository repo, PullRequest pull, Flow.Policies.Policy policy, CancellationToken stop) =>
        await store.Find<RevertFact>(repo.Id, "", Numbers.Key(pull.Number), stop) is { } fact && fact.Holds(repo, pull.Head, pull.Base)
            ? new RevertOf(fact.Certain, policy.Canary?.RevertReviews == Flow.Policies.RevertReviews.Skip)
            : null;
}

/// <summary>What git knows of a pull's head against its base.</summary>
/// <param name="OnPage">The commits that GitHub shows; null: those.</param>
internal sealed record Content(
    Change Change,
    History? History,
    Row<CommitInfo> Commits,
    Row<Maker> Makers,
    Row<string> Traces,
    bool Conflicts,
    Row<Sha>? OnPage
);
