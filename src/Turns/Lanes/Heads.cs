using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>Whose branch a head is.</summary>
internal static class Heads
{
    /// <summary>Some pull asked to be merged into it once, or its rules were asked for another reason: of every base of a pull they are read, and kept.</summary>
    public static async Task<bool> WasBase(IStore store, Repository repo, string branch, CancellationToken stop) =>
        await store.Find<RulesFact>(repo.Id, "", branch, stop) is not null;

    /// <summary>The same, or some pull asks now that nobody looked at yet.</summary>
    public static async Task<bool> IsBase(IStore store, Repository repo, string branch, CancellationToken stop) =>
        await WasBase(store, repo, branch, stop) || (await store.Alive<PullFact>(repo.Id, stop)).Any(fact => fact.Pull.Base == branch);
}
