using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using Sluice.Turns.Stacks;

namespace Sluice.Turns.Lanes;

/// <summary>Builds what a lane's decider sees.</summary>
public sealed class LookAtLane(
    IStore store,
    IGit git,
    Mirror mirror,
    PoliciesInForce policies,
    Asked asked,
    Budgets budgets,
    BreakerIssues issues,
    Aims aims,
    Books books,
    Experiences experiences,
    Failures failures,
    PathsOfPulls paths,
    NativeLook native,
    int? slots = null
)
{
    public async Task<LaneSeen?> At(LaneSubject subject, Versioned<LaneLedger> remembered, CancellationToken stop)
    {
        var ledger = remembered.Value ?? LaneLedger.New;
        if (await books.Repository(subject.Repo, stop) is not { } repo)
        {
            return null;
        }

        // In this order: once GitHub has said that it took a landing, it is asked what it holds. The mirror went along with the push. One
        // that is to be given up may have been taken all the same.
        var took = ledger.Landing is { } pushed ? await store.Find<LandingTakenFact>(repo.Id, subject.Base, pushed.Build, stop) : null;
        var taken = took is not null;
        if (await Base(repo, subject.Base, ledger, taken || ledger.Landing?.StoppedAt is not null, stop) is not { } head)
        {
            return null;
        }

        var policy = (await policies.At(repo, subject.Base, head, stop)).Policy;
        if (!policy.HasLane(repo, subject.Base) && remembered.Value is null)
        {
            return null;
        }

        var refusal = ledger.Landing is { } tried ? await store.Find<LandingRefusedFact>(repo.Id, subject.Base, tried.Build, stop) : null;
        var settled = await Settled(repo, ledger, stop); // before the entries: who takes an outcome in meanwhile is neither, and not both
        var entries = await new EntriesOfLane(
            store,
            new Inverses(store, git, books, repo, subject.Base, head, ledger.Head),
            repo,
            subject.Base,
            policy,
            aims
        ).Read(stop);
        var touched = await paths.Of(
            repo,
            subject.Base,
            head,
            (ledger.Landing?.Pulls ?? []).Select(pull => pull.Head).Concat(entries.Select(entry => entry.Head)),
            stop
        );
        var targets = (await store.Under<TargetsFact>(repo.Id, "", stop)).ToDictionary(fact => fact.Number);
        var rules = await asked.Rules(repo, subject.Base, stop);
        var production = await Production(repo, subject.Base, policy, stop);
        return new LaneSeen
        {
            Now = books.Now,
            Repo = repo,
            Base = subject.Base,
            Head = head,
            HeadTree = await git.Tree(repo, head, stop),
            Policy = policy,
            Rules = rules,
            Native = await native.At(repo, subject.Base, head, policy, rules, ledger, books.Now, stop),
            Ledger = ledger,
            Entries = entries
                .Select(entry =>
                    Footprint(entry.Number, entry.Head, touched, targets) is var print
                        ? entry with
                        {
                            Paths = print.Paths,
                            Targets = print.Targets,
                        }
                        : entry
                )
                .ToRow(),
            LandingFootprints = (ledger.Landing?.Pulls ?? []).Select(pull => Footprint(pull.Number, pull.Head, touched, targets)).ToRow(),
            OtherLanes = policy.Queue.Branches.Count > 1 ? await OtherLanes(repo, subject, policy, stop) : [],
            InstallationSlots = slots,
            Rivals = slots is null ? [] : await new RivalLanes(store).Of(repo, subject, stop),
            Allowances = Allowances.Of(
                entries.Select(entry => (entry.Agent, entry.Sponsor, entry.Author)),
                policy.Flow,
                await experiences.Lately(repo.Id, books.Now, stop),
                books.Now
            ),
            Builds = await Builds(repo, subject.Base, ledger, await asked.Self(stop), stop),
            BaseChecks = await Checks(repo, head, await asked.Self(stop), stop),
            Settled = settled,
            LandingRefused = refusal?.Why,
            LandingRefusedAt = refusal is null ? null : Stamps.At(refusal.Stamp),
            LandingUntested = refusal?.Untested == true,
            LandingTaken = taken,
            LandingContained = ledger.Landing is { } landing && await Descends(repo, landing.Candidate, head, stop),
            LandedAs =
                took?.Commit is { } made && await mirror.Holds(repo, made, stop)
                    ? new MergedCommit(made, await git.Tree(repo, made, stop))
                    : null,
            HeadMoves = await HeadMoves(repo, ledger, stop),
            Gone = await Gone(repo, ledger, stop),
            Order = (await store.Find<LaneOrderFact>(repo.Id, "", subject.Base, stop))?.Order,
            Breakers = production?.Breakers ?? [],
            Undeployed = production?.Undeployed ?? 0,
            IsDeploying = production?.Canary is not null,
            CiIssue = ledger.CiTold ? await issues.Of(repo, BreakerKind.Ci, subject.Base, stop) : null,
            Budget = await budgets.Of(repo, subject.Base, policy.Budget, stop),
            HeadDescends = ledger.Head is not { } last || await Descends(repo, last, head, stop),
        };
    }

    /// <summary>What CI said of another head says nothing of this one.</summary>
    private static Footprint Footprint(
        int number,
        Sha head,
        IReadOnlyDictionary<Sha, Row<string>> touched,
        Dictionary<int, TargetsFact> targets
    ) =>
        new(
            number,
            touched.GetValueOrDefault(head, []),
            targets.GetValueOrDefault(number) is { } told && told.Head == head ? told.Targets : []
        );

    /// <summary>Only what lands on the default branch is deployed.</summary>
    private async Task<EnvironmentLedger?> Production(Repository repo, string lane, Policy policy, CancellationToken stop) =>
        lane == repo.DefaultBranch && policy.Canary is { } canary
            ? (await store.Ledger<EnvironmentLedger>(new EnvironmentSubject(repo.Id, canary.PromoteTo), stop)).Value
            : null;

    private async Task<Row<string>> Gone(Repository repo, LaneLedger ledger, CancellationToken stop)
    {
        var gone = new List<string>();
        foreach (var ended in ledger.Ended)
        {
            if (await git.Branch(repo, ended.Branch, stop) is null)
            {
                gone.Add(ended.Id);
            }
        }

        return gone.ToRow();
    }

    private async Task<Row<LaneLoad>> OtherLanes(Repository repo, LaneSubject own, Policy policy, CancellationToken stop)
    {
        var waiting = (await store.Ledgers<PullSubject, PullLedger>(repo.Id, stop))
            .Select(pair => pair.Value.Admission?.Base)
            .ToLookup(name => name);
        var lanes = (await store.Ledgers<LaneSubject, LaneLedger>(repo.Id, stop)).ToDictionary(
            pair => pair.Key.Base,
            pair => pair.Value,
            StringComparer.Ordinal
        );
        return policy
            .Queue.Branches.Where(name => name != own.Base)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(name => new LaneLoad(
                name,
                waiting[name].Count(),
                lanes.GetValueOrDefault(name)?.Builds.Count(build => build.State != BuildState.Green) ?? 0
            ))
            .ToRow();
    }

    private async Task<Row<HeadMoved>> HeadMoves(Repository repo, LaneLedger ledger, CancellationToken stop)
    {
        var moved = new List<HeadMoved>();
        foreach (
            var (number, from, to, since) in (ledger.Landing?.Heads ?? [])
                .Select(head => (head.Number, head.From, head.To, head.At))
                .Concat(ledger.Restores.Select(head => (head.Number, From: head.To, To: head.Head, head.At)))
        )
        {
            // The same move may have been made before: an answer from before it was decided is about that one.
            if (
                await store.Find<HeadMovedFact>(repo.Id, Numbers.Key(number), HeadMovedFact.KeyOf(from, to), stop) is { } fact
                && fact.Stamp >= Stamps.Of(since)
            )
            {
                moved.Add(new HeadMoved(number, from, to, fact.Refused));
            }
        }

        return moved.ToRow();
    }

    /// <summary>
    /// What the lane saw of its base may have come by another replica's mirror: before it counts as replaced, GitHub is asked.
    /// </summary>
    private async Task<Sha?> Base(Repository repo, string lane, LaneLedger ledger, bool asks, CancellationToken stop)
    {
        var held = asks ? null : await mirror.Base(repo, lane, stop);
        return asks || (held is { } head && ledger.Head is { } seen && !await Descends(repo, seen, head, stop))
            ? await mirror.BaseOnGitHub(repo, lane, stop)
            : held;
    }

    private async Task<bool> Descends(Repository repo, Sha last, Sha head, CancellationToken stop) =>
        last == head || (await git.Has(repo, last, stop) && await git.IsAncestor(repo, last, head, stop));

    /// <summary>An admitted pull as the lane sees it.</summary>
    public static Entry Entry(int number, PullLedger ledger, Sha currentHead, string title, Row<int> reverts)
    {
        var admission = ledger.Admission ?? throw new InvalidOperationException($"#{number} is not admitted");
        return new Entry(
            number,
            admission.Ticket,
            admission.Head,
            currentHead,
            admission.Priority,
            admission.Since,
            admission.Fails,
            admission.Band,
            admission.Alone,
            admission.Origin,
            admission.Author,
            title,
            ledger.Settled
        )
        {
            Reverts = reverts,
            Agent = admission.Agent,
            Sponsor = admission.Sponsor,
            Defensive = admission.Defensive,
            Returned = admission.Returned,
        };
    }

    private async Task<Row<BuildSeen>> Builds(Repository repo, string lane, LaneLedger ledger, Self self, CancellationToken stop)
    {
        var builds = new List<BuildSeen>();
        foreach (var build in ledger.Builds)
        {
            var composed = (await store.Find<CompositionFact>(repo.Id, lane, build.Id, stop))?.Composition;
            var checks = composed?.Candidate is { } candidate ? await Checks(repo, candidate, self, stop) : [];
            var refused = build.Retried.Count > 0 ? await store.Find<RerunRefusedFact>(repo.Id, lane, build.Id, stop) : null;
            builds.Add(
                new BuildSeen(build.Id, composed, checks)
                {
                    RerunRefused = refused?.Why,
                    Notes = await failures.Of(repo, build, checks, stop),
                }
            );
        }

        return builds.ToRow();
    }

    private async Task<Row<Check>> Checks(Repository repo, Sha commit, Self self, CancellationToken stop) =>
        (await store.Under<CheckFact>(repo.Id, commit.Hex, stop)).Select(fact => fact.Check).Where(check => check.App != self.App).ToRow();

    private async Task<Row<SettledTicket>> Settled(Repository repo, LaneLedger ledger, CancellationToken stop)
    {
        var settled = new List<SettledTicket>();
        foreach (var number in ledger.Outcomes.Select(outcome => outcome.Number).Distinct())
        {
            var pull = await store.Ledger<PullLedger>(new PullSubject(repo.Id, number), stop);
            settled.Add(new SettledTicket(number, pull.Value?.Settled ?? 0));
        }

        return settled.ToRow();
    }
}
