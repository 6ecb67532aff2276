using System.Text.RegularExpressions;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;
using static Sluice.Sim.Tests.Mutations.Misreadings;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>
/// Bugs as they get into bots like this one, each around a port of the shipped turns, and in which words the referee must tell of each.
/// </summary>
internal static class Mutants
{
    public static SortedDictionary<string, (string Told, Func<Town, Ports, Ports> Plant)> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["a red check is read as green"] = (
                "landed without a green check on that very commit",
                (_, ports) =>
                    Store(
                        ports,
                        call =>
                            call.What == nameof(IStore.Under) && call.Through() is Task<IReadOnlyList<CheckFact>> checks
                                ? Task.FromResult<IReadOnlyList<CheckFact>>([
                                    .. checks.Result.Select(fact => fact with { Check = fact.Check with { State = CheckState.Success } }),
                                ])
                                : null
                    )
            ),
            ["an older word overwrites a newer one"] = (
                "the sweep met what no weather explains",
                (_, ports) =>
                {
                    var age = Stamps.Of(Late);
                    return Facts(ports, fact => fact with { Stamp = age++ });
                }
            ),
            ["a new name is not taken up"] = (
                "the sweep met what no weather explains",
                (_, ports) =>
                    Facts(
                        ports,
                        fact => fact is RepositoryFact named ? named with { Repository = named.Repository with { Name = "shop" } } : fact
                    )
            ),
            ["a fork's branch is taken for one of our own"] = (
                "candidates' branches are left behind",
                (_, ports) =>
                    Facts(ports, fact => fact is PullFact told ? told with { Pull = told.Pull with { HeadRepo = fact.Repo } } : fact)
            ),
            ["no number is read as no errors"] = (
                "main ends with a defect that the canary should have caught",
                (_, ports) =>
                    ports with
                    {
                        Metrics = Bent.Around(
                            ports.Metrics,
                            call =>
                                call.What == nameof(IMetrics.Read) && call.Through() is Task<Answer<TickCounts>> read
                                    ? read.Result is Answer<TickCounts>.Refused
                                        ? Task.FromResult<Answer<TickCounts>>(
                                            new Answer<TickCounts>.Made(new TickCounts(0, 40, 4000, 4000))
                                        )
                                        : read
                                    : null
                        ),
                    }
            ),
            ["a note is promised and not written"] = (
                "candidates' branches are left behind",
                (_, ports) =>
                    Store(ports, call => call.What == nameof(IStore.Note) && call.With[2] is LaneLedger ? Task.FromResult(true) : null)
            ),
            ["whoever notes last wins"] = (
                "main ends with a defect that the canary should have caught",
                (_, ports) =>
                    Store(
                        ports,
                        call =>
                            call.What == nameof(IStore.Note)
                                ? call.Through(call.With[0], Version(call), call.With[2], call.With[3], call.With[4], call.With[5])
                                : null
                    )
            ),
            ["the sweep finds nobody"] = (
                "is good and wanted and did not land",
                (_, ports) =>
                    Store(
                        ports,
                        call =>
                            call switch
                            {
                                { What: nameof(IStore.Alive) } when call.Through() is Task<IReadOnlyList<PullFact>> => Task.FromResult<
                                    IReadOnlyList<PullFact>
                                >([]),
                                _ => null,
                            }
                    )
            ),
            ["the freeze is forgotten"] = (
                "landed in a freeze",
                (_, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call =>
                                call.What == nameof(IGit.File)
                                && call.Through() is Task<string?> { Result: { } text }
                                && text.Contains("freeze:", StringComparison.Ordinal)
                                    ? Task.FromResult<string?>(Freeze().Replace(text, "freeze: []", 1))
                                    : null
                        ),
                    }
            ),
            ["the freeze of deployments is forgotten"] = (
                "though deployments are frozen",
                (_, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call =>
                                call.What == nameof(IGit.File)
                                && call.Through() is Task<string?> { Result: { } text }
                                && text.IndexOf("canary:", StringComparison.Ordinal) is var canary and >= 0
                                    ? Task.FromResult<string?>(text[..canary] + Freeze().Replace(text[canary..], "freeze: []"))
                                    : null
                        ),
                    }
            ),
            ["a refusal is forgotten before its time"] = (
                "before the time that a refusal had named",
                (town, ports) =>
                    ports with
                    {
                        // A new client for each call: it was told nothing. To GitHub it is the process that it was.
                        GitHub = Bent.Around(
                            ports.GitHub,
                            call =>
                                call.Method.Invoke(town.Line(0), System.Reflection.BindingFlags.DoNotWrapExceptions, null, call.With, null)
                        ),
                    }
            ),
            ["branches are left behind"] = (
                "candidates' branches are left behind",
                (_, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call => call.What == nameof(IGit.Delete) ? Task.FromResult<PushAnswer>(new PushAnswer.Done()) : null
                        ),
                    }
            ),
            ["branches of tries are left behind"] = (
                "branches of tries are left behind",
                (_, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call =>
                                call.What == nameof(IGit.Delete) && Branches.Tried((string)call.With[1]!) is not null
                                    ? Task.FromResult<PushAnswer>(new PushAnswer.Done())
                                    : null
                        ),
                    }
            ),
            ["what lands is composed once more"] = (
                "is good and wanted and did not land",
                (town, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call =>
                                call.What == nameof(IGit.Push) && call.With[1] is "main"
                                    ? call.Through(call.With[0], "main", Anew(town, (Sha)call.With[2]!), call.With[3], call.With[4])
                                    : null
                        ),
                    }
            ),
            ["a conflict is merged away unseen"] = (
                "more than 2000 turns",
                (_, ports) =>
                    ports with
                    {
                        Git = Bent.Around(
                            ports.Git,
                            call =>
                                call.What == nameof(IGit.Compose) && call.Through() is Task<Composition> { Result: { } made }
                                    ? Task.FromResult(
                                        made with
                                        {
                                            Included = ((LaneMove.Compose)call.With[1]!).Members.Select(member => member.Number).ToRow(),
                                            Conflicts = [],
                                        }
                                    )
                                    : null
                        ),
                    }
            ),
            ["the canary's counts are the baseline's"] = (
                "main ends with a defect that the canary should have caught",
                (_, ports) =>
                    ports with
                    {
                        Metrics = Bent.Around(
                            ports.Metrics,
                            call =>
                                call.What == nameof(IMetrics.Read)
                                && call.Through() is Task<Answer<TickCounts>> { Result: Answer<TickCounts>.Made { Value: var counts } }
                                    ? Task.FromResult<Answer<TickCounts>>(
                                        new Answer<TickCounts>.Made(counts with { Canary = counts.Baseline })
                                    )
                                    : null
                        ),
                    }
            ),
            ["a deployment that was asked for is not looked for"] = (
                "was asked for 2 times",
                (town, ports) =>
                    ports with
                    {
                        GitHub = Bent.Around(
                            ports.GitHub,
                            call => call.What == nameof(IGitHub.Deploy) ? Twice(town, (EnvironmentMove.Deploy)call.With[1]!, call) : null
                        ),
                    }
            ),
            ["a comment is written anew instead of edited"] = (
                "has two comments",
                (town, ports) =>
                    ports with
                    {
                        GitHub = Bent.Around(
                            ports.GitHub,
                            call =>
                                call.What == nameof(IGitHub.PutComment)
                                    ? Comment(town, (PullRequest)call.With[1]!, (PullMove.PutComment)call.With[2]!)
                                    : null
                        ),
                    }
            ),
        };

    /// <summary>The weather that a bug shows in, where the drawn one hardly ever brings it.</summary>
    public static SortedDictionary<string, Func<Weather, Weather>> Weathers { get; } =
        new(StringComparer.Ordinal) { ["no number is read as no errors"] = drawn => drawn with { Lies = 0.2 } };
}
