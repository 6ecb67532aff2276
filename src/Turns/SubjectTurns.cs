using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Environments;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;
using Sluice.Turns.Pulls;
using Sluice.Turns.Stacks;

namespace Sluice.Turns;

/// <summary>The turns of the three subjects over one set of ports: what a shell, a story and a simulation all run.</summary>
public sealed class SubjectTurns
{
    private readonly Turn<PullSeen, PullLedger, PullMove> _pull;
    private readonly Turn<LaneSeen, LaneLedger, LaneMove> _lane;
    private readonly Turn<EnvironmentSeen, EnvironmentLedger, EnvironmentMove> _environment;

    /// <param name="standsStill">Whether nothing may be written to GitHub now but by turns; null: it always may.</param>
    public SubjectTurns(
        IStore store,
        IGitHub github,
        IGit git,
        IMetrics metrics,
        IBell bell,
        TimeProvider clock,
        IAdvisor? advisor = null,
        IRehearsal? rehearsal = null,
        int? slots = null,
        Func<CancellationToken, Task<bool>>? standsStill = null
    )
    {
        var books = new Books(store, bell, clock);
        var asked = new Asked(store, github, clock);
        var mirror = new Mirror(git, store, clock);
        var policies = new PoliciesInForce(git, store, clock);
        var experiences = new Experiences(store);
        var trials = new Trials(github, git, store, mirror, books);
        var aims = new Aims(store, git, github, asked, books);
        var ancestors = new Ancestors(store, git, github, books);
        var spent = new SpentHeads(store, git, github, asked, books);
        var pulls = new LookAtPull(
            store,
            git,
            mirror,
            new HeadInDoubt(store, mirror, new OnePull(github, books)),
            policies,
            new ScriptsOfCi(git),
            asked,
            books,
            new WordsOfOthers(store),
            new Relatives(store, git),
            trials,
            spent,
            aims,
            ancestors,
            experiences,
            new Rehearsals(store, rehearsal, books),
            advisor is not null
        );
        var issues = new BreakerIssues(store, github, books);
        var budgets = new Budgets(store, metrics, clock);
        var lanes = new LookAtLane(
            store,
            git,
            mirror,
            policies,
            asked,
            budgets,
            issues,
            aims,
            books,
            experiences,
            new Failures(github, clock),
            new PathsOfPulls(git),
            new NativeLook(store, github, asked, new MergedOnto(git, mirror)),
            slots
        );
        var landings = new Landings(store, git);
        var dispatches = new Dispatches(store, github, books);
        var environments = new LookAtEnvironment(
            store,
            github,
            git,
            mirror,
            policies,
            new Readings(store, metrics),
            new Symptoms(metrics),
            landings,
            new Orders(store, landings),
            asked,
            budgets,
            issues,
            dispatches,
            books
        );
        _pull = new(
            store,
            bell,
            clock,
            (subject, ledger, stop) => pulls.At((PullSubject)subject, ledger, stop),
            PullDecider.Decide,
            new HandsOnPull(github, store, trials, spent, aims, books, advisor is null ? null : new Counsel(advisor, git, books)).Make,
            Neighbours.OfPull,
            abreast: IsShown
        );
        _lane = new(
            store,
            bell,
            clock,
            (subject, ledger, stop) => lanes.At((LaneSubject)subject, ledger, stop),
            LaneDecider.Decide,
            new HandsOnLane(
                git,
                github,
                mirror,
                new MovingHeads(store, git, github, books),
                aims,
                issues,
                new MessageTexts(store, asked),
                books
            ).Make,
            Neighbours.OfLane
        );
        _environment = new(
            store,
            bell,
            clock,
            (subject, ledger, stop) => environments.At((EnvironmentSubject)subject, ledger, stop),
            EnvironmentDecider.Decide,
            new HandsOnEnvironment(github, git, bell, issues, dispatches, books).Make,
            Neighbours.OfEnvironment
        );
        AfterOutage = new AfterOutage(store, issues, books);
        Sweep = new Sweep(store, github, git, mirror, policies, bell, books, standsStill ?? (_ => Task.FromResult(false)));
    }

    public Sweep Sweep { get; }

    public AfterOutage AfterOutage { get; }

    /// <summary>Takes the subject's turn.</summary>
    /// <exception cref="NotNowException">The look could not be finished; take the turn again then.</exception>
    public Task<TurnEnd> Take(Subject subject, CancellationToken stop) =>
        subject switch
        {
            PullSubject => _pull.Take(subject, stop),
            LaneSubject => _lane.Take(subject, stop),
            EnvironmentSubject => _environment.Take(subject, stop),
            _ => throw new InvalidOperationException($"{subject.GetType().Name} takes no turns"),
        };

    /// <summary>
    /// What is only shown may go together; an order must be in the books before its comment is answered, or a crash in between would lose
    /// it.
    /// </summary>
    private static bool IsShown(PullMove move) =>
        move.Match(
            _ => true,
            _ => true,
            _ => true,
            _ => true,
            _ => false,
            _ => false,
            _ => true,
            _ => false,
            _ => false,
            _ => false,
            _ => false
        );
}
