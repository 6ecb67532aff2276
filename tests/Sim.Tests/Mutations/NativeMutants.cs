using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>Bugs of a bot that drives GitHub's own merge queue, and in which words the referee must tell of each.</summary>
internal static class NativeMutants
{
    /// <summary>How long GitHub may say that it merged a pull and not yet as which commit.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(5);

    public static SortedDictionary<string, (string Told, Func<Town, Ports, Ports> Plant)> All { get; } =
        new(StringComparer.Ordinal)
        {
            ["GitHub's queue is filled in a freeze"] = (
                "was put into GitHub's queue in a freeze",
                Mutants.All["the freeze is forgotten"].Plant
            ),
            ["who may not land any more is left in GitHub's queue"] = (
                "is left in GitHub's queue in a freeze",
                (_, ports) =>
                    ports with
                    {
                        GitHub = Bent.Around(
                            ports.GitHub,
                            call =>
                                call.What == nameof(IGitHub.Dequeue)
                                    ? Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default))
                                    : null
                        ),
                    }
            ),
            ["what GitHub merged is taken for closed until it says as which commit"] = (
                "main ends with a defect that the canary should have caught",
                Untold
            ),
            ["what GitHub's queue landed is told as somebody else's"] = ("was landed by GitHub's queue, and its page ends with", Untold),
            ["why a pull left GitHub's queue is not read"] = (
                "is still at work",
                (_, ports) => Pulls(ports, pull => pull with { LeftFor = null, LeftAt = null })
            ),
            ["the checks of what GitHub's queue merged are asked of its head"] = (
                "did not pass on that commit",
                (town, ports) =>
                    ports with
                    {
                        GitHub = Bent.Around(
                            ports.GitHub,
                            call =>
                                call.What == nameof(IGitHub.Checks)
                                && town.Repo.Pulls.Values.FirstOrDefault(pull => pull.MergeCommit == ((Flow.Repo.Sha)call.With[1]!).Hex)
                                    is { } merged
                                    ? call.Through(call.With[0], new Flow.Repo.Sha(merged.HeadSha), call.With[2], call.With[3])
                                    : null
                        ),
                    }
            ),
        };

    private static Ports Untold(Town town, Ports ports) =>
        Pulls(ports, pull => town.Clock.GetUtcNow() - pull.MergedAt < Lag ? pull with { Commit = null } : pull);

    /// <summary>Each pull of GitHub's answer as somebody misread it.</summary>
    private static Ports Pulls(Ports ports, Func<NativePull, NativePull> misread) =>
        ports with
        {
            GitHub = Bent.Around(
                ports.GitHub,
                call =>
                    call.What == nameof(IGitHub.NativeQueue) && call.Through() is Task<Answer<NativeSeen>> read
                        ? read.Result is Answer<NativeSeen>.Made { Value: var seen }
                            ? Task.FromResult<Answer<NativeSeen>>(
                                new Answer<NativeSeen>.Made(seen with { Pulls = seen.Pulls.Select(misread).ToRow() })
                            )
                            : read
                        : null
            ),
        };
}
