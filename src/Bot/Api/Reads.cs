using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow;
using Sluice.Flow.Flows;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Budgets;
using Sluice.Flow.Release.Incidents;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>
/// What pages and programs may read: of the repositories that the viewer may see. Null: there is none, or it is not for them.
/// </summary>
internal sealed class Reads(PostgresStore store, TimeProvider clock, Viewer viewer, FlowBooks flows, RiskBooks risks, PullBooks books)
{
    /// <summary>More private ones than this are not looked through for a list: whoever knows one's name gets to it.</summary>
    private const int Hidden = 200;

    public async Task<IReadOnlyList<Repository>> Repositories(CancellationToken stop)
    {
        var all = (await store.Alive<RepositoryFact>(null, stop))
            .Select(fact => fact.Repository)
            .OrderBy(repo => repo.FullName, StringComparer.OrdinalIgnoreCase)
            .ToList();
        var asked = all.Where(repo => repo.Private).Take(Hidden).ToList();
        var seen = await Task.WhenAll(asked.Select(repo => viewer.Sees(repo, stop)));
        var shown = asked.Where((_, index) => seen[index]).Select(repo => repo.Id).ToHashSet();
        return [.. all.Where(repo => !repo.Private || shown.Contains(repo.Id))];
    }

    public async Task<Repository?> Repository(string owner, string name, CancellationToken stop)
    {
        var fullName = $"{owner}/{name}";
        var found = (await store.Alive<RepositoryFact>(null, stop))
            .Select(fact => fact.Repository)
            .FirstOrDefault(repo => repo.FullName.Equals(fullName, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            await viewer.Wonder(fullName, stop);
            return null;
        }

        return await viewer.Sees(found, stop) ? found : null;
    }

    public async Task<LaneView?> Lane(string owner, string name, string onto, CancellationToken stop)
    {
        if (await Repository(owner, name, stop) is not { } repo)
        {
            return null;
        }

        var ledger = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, onto), stop)).Value;
        var branch = await store.Find<BranchFact>(repo.Id, "", onto, stop);
        var pulls = (await books.Of(repo.Id, PullsOf.Alive, stop)).Where(pull => pull.Value.Admission?.Base == onto).ToList();
        return ledger is null && branch?.Sha is null && pulls.Count == 0 && onto != repo.DefaultBranch
            ? null
            : LaneView.Of(
                onto,
                branch?.Sha,
                ledger ?? LaneLedger.New,
                pulls,
                Now,
                await Budget(repo, onto, stop),
                await Breaker(repo, onto, ledger, stop)
            ) with
            {
                BrokenPolicy = BrokenPolicyView.Of(await store.Find<PolicyFact>(repo.Id, "", onto, stop), ledger?.Head ?? branch?.Sha),
            };
    }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The titles of these pulls.</summary>
    public async Task<IReadOnlyDictionary<int, string>> Titles(Repository repo, IEnumerable<int> pulls, CancellationToken stop) =>
        (await store.Titles(repo.Id, pulls, stop)).ToDictionary(pull => pull.Number, pull => pull.Title);

    private async Task<Policy> InForce(Repository repo, string onto, CancellationToken stop) =>
        (await store.Find<PolicyFact>(repo.Id, "", onto, stop) is { } last ? PolicyReader.Read(last.Text).Policy : null) ?? Policy.Default;

    /// <summary>The lane's own, or the first that is not closed of the environment that its landings go to.</summary>
    private async Task<BreakerView?> Breaker(Repository repo, string onto, LaneLedger? lane, CancellationToken stop)
    {
        if (lane?.Ci is { } own)
        {
            return await Told(repo, own, onto, stop);
        }

        if (
            onto != repo.DefaultBranch
            || (await InForce(repo, onto, stop)).Canary is not { } canary
            || (await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, canary.PromoteTo), stop))
                .Value?.Breakers.OrderBy(each => each.State)
                .FirstOrDefault()
                is not { } breaker
        )
        {
            return null;
        }

        return await Told(repo, breaker, "", stop);
    }

    private async Task<BreakerView> Told(Repository repo, Breaker breaker, string lane, CancellationToken stop)
    {
        var issue = await store.Find<IssueFact>(repo.Id, "", IssueFact.KeyOf(breaker.Kind, lane), stop);
        return new BreakerView(
            BreakerWords.Name(breaker.Kind),
            breaker.State == BreakerState.Open ? "open" : "half_open",
            BreakerWords.Opened(breaker),
            breaker.Since,
            breaker.TryAt,
            issue?.Issue.Number
        );
    }

    /// <summary>Null: the policy has none, or it was not counted yet.</summary>
    private async Task<BudgetView?> Budget(Repository repo, string onto, CancellationToken stop)
    {
        if (
            (await InForce(repo, onto, stop)).Budget is not { } policy
            || await store.Find<BudgetFact>(repo.Id, "", onto, stop) is not { } fact
        )
        {
            return null;
        }

        var spent = new List<SpentView>();
        foreach (var row in (await store.Since(repo.Id, Spending.Kind, Now - policy.Window, stop)).Where(row => row.Line.Data is not null))
        {
            var one = Spending.Read(row.Line.Data!);
            var pull = (await store.Ledger<PullLedger>(new PullSubject(repo.Id, one.Pull), stop)).Value;
            spent.Add(SpentView.Of(one, pull?.Assessment?.Origin.Class ?? OriginClass.None, row.At));
        }

        return BudgetView.Of(policy, Budgets.Read(policy, fact, Now), spent);
    }

    /// <summary>The lanes of a repository that hold something or in which somebody waits, and that of its default branch.</summary>
    public async Task<IReadOnlyList<string>> Lanes(Repository repo, CancellationToken stop) =>
        [
            .. (await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop))
                .Select(lane => lane.Key.Base)
                .Concat((await books.Of(repo.Id, PullsOf.Alive, stop)).Select(pull => pull.Value.Admission?.Base).OfType<string>())
                .Append(repo.DefaultBranch)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    public async Task<PullView?> Pull(string owner, string name, int number, CancellationToken stop)
    {
        if (
            await Repository(owner, name, stop) is not { } repo
            || await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is not { } fact
        )
        {
            return null;
        }

        var ledger = (await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop)).Value ?? PullLedger.New;
        return new(repo, await Told(repo, fact.Pull, ledger, stop), await store.Story(repo.Id, number, stop));
    }

    /// <summary>The same as its turn tells on GitHub.</summary>
    private async Task<Telling> Told(Repository repo, PullRequest pull, PullLedger ledger, CancellationToken stop)
    {
        var lane = ledger.Admission is { } admission
            ? (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, admission.Base), stop)).Value
            : null;
        var place = lane is null ? null : LaneWords.Of(lane, pull.Number, Now);
        return new Telling(pull, ledger.Standing, ledger.Assessment, [])
        {
            Overtaken = place?.Overtaken,
            Objections = ledger.Objections,
            Met = pull.Open && ledger.HeadSeen is not null ? Objection.MetBeside(ledger.Objections) : [],
            Due = place?.Eta is { } eta ? Now + eta : null,
            Hold = ledger.Hold,
            HoldOver = ledger.HoldOver,
            Meets = ledger.Meets,
            Trying = ledger.Try is { } run ? TryWords.UnderWay(run) : null,
        };
    }

    /// <summary>
    /// How many pull requests these agents and accounts may have in the default branch's queue at a time, and what made it so.
    /// </summary>
    public async Task<IReadOnlyList<LimitView>> Limits(
        Repository repo,
        IEnumerable<string> agents,
        IEnumerable<string> authors,
        CancellationToken stop
    )
    {
        var lane = (await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, repo.DefaultBranch), stop)).Value ?? LaneLedger.New;
        var (agentNames, authorNames) = (agents.ToList(), authors.ToList());
        var limits = Allowances.Of(
            agentNames
                .Select(agent => ((string?)agent, (string?)null, ""))
                .Concat(authorNames.Select(author => ((string?)null, (string?)null, author))),
            (await InForce(repo, repo.DefaultBranch, stop)).Flow,
            await risks.Lately(repo.Id, Now, stop),
            Now
        );
        return
        [
            .. limits
                .Where(limit => limit.Kind == PartyKind.Agent ? agentNames.Contains(limit.Name) : authorNames.Contains(limit.Name))
                .Select(limit => LimitView.Of(lane, limit)),
        ];
    }

    /// <summary>What waits for people.</summary>
    public async Task<ReviewView> Review(Repository repo, CancellationToken stop)
    {
        var waiting = await books.Of(repo.Id, PullsOf.InReview, stop);
        var pulls = (await store.Titles(repo.Id, waiting.Select(pull => pull.Key.Number), stop)).ToDictionary(
            pull => pull.Number,
            pull => (pull.Title, pull.Author)
        );
        var alive = (await books.Of(repo.Id, PullsOf.Alive, stop)).Select(pull => pull.Value);
        return ReviewView.Of(waiting, alive, number => pulls.TryGetValue(number, out var pull) ? pull : null);
    }

    public async Task<ReviewView?> Review(string owner, string name, CancellationToken stop) =>
        await Repository(owner, name, stop) is { } repo ? await Review(repo, stop) : null;

    /// <summary>The story of a regression; null: that canary did no harm, or there is none.</summary>
    public async Task<Incident?> Incident(Repository repo, string canary, CancellationToken stop) =>
        await Incidents.Find(store, repo, (await InForce(repo, repo.DefaultBranch, stop)).Canary, canary, stop);

    /// <summary>The receipt of a canary's verdict, as JSON.</summary>
    public async Task<string?> Receipt(string owner, string name, string canary, CancellationToken stop) =>
        await Repository(owner, name, stop) is { } repo ? await store.Receipt(repo.Id, canary, stop) : null;

    /// <summary>How a canary's evidence went. Null: nothing was counted.</summary>
    /// <param name="live">It may be under way.</param>
    public async Task<CourseView?> Course(Repository repo, string canary, bool live, CancellationToken stop) =>
        await CourseView.Find(store, repo, (await InForce(repo, repo.DefaultBranch, stop)).Canary, canary, live, stop);

    /// <summary>How changes flow through it.</summary>
    /// <param name="days">1 to <see cref="FlowBooks.Longest"/>.</param>
    public Task<FlowReport> Flow(Repository repo, int days, CancellationToken stop) => flows.Of(repo.Id, days, stop);

    /// <summary>What a lane has learnt of its builds and checks.</summary>
    public async Task<LearntView> Learnt(Repository repo, string onto, CancellationToken stop) =>
        LearntView.Of(((await store.Ledger<LaneLedger>(new LaneSubject(repo.Id, onto), stop)).Value ?? LaneLedger.New).Learnt);

    /// <summary>What became of the changes that carried each label.</summary>
    public Task<TrackRecord> Risk(Repository repo, CancellationToken stop) => risks.Of(repo.Id, stop);

    public async Task<IReadOnlyList<DeployView>?> Deploys(string owner, string name, CancellationToken stop)
    {
        if (await Repository(owner, name, stop) is not { } repo)
        {
            return null;
        }

        var deploys = new List<DeployView>();
        foreach (var (environment, ledger) in await store.Environments(repo.Id, stop))
        {
            deploys.AddRange(DeployView.Of(environment.Name, ledger));
        }

        return deploys;
    }

    /// <summary>What waits for each environment.</summary>
    public async Task<IReadOnlyList<DeployQueueView>> DeployQueue(Repository repo, CancellationToken stop) =>
        [.. (await store.Environments(repo.Id, stop)).Select(each => DeployQueueView.Of(each.Key.Name, each.Value))];

    /// <summary>What the bot would have done where it only watches, and what people did afterwards.</summary>
    public async Task<ShadowView> Shadow(Repository repo, CancellationToken stop) =>
        ShadowView.Of(
            (await store.Environments(repo.Id, stop)).SelectMany(each =>
                ShadowReview.Of(each.Value, Now).Select(one => (each.Key.Name, one))
            )
        );
}
