using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Reads <c>.github/sluice.yml</c> from base branches, never from a pull request's head; the last valid one stays in force.</summary>
public sealed class PoliciesInForce(IGit git, IStore store, TimeProvider clock)
{
    private const int Kept = 1000;

    private static readonly Fault TooLarge = new(1, 1, "the file is larger than a megabyte and was not read; write a smaller one");

    private readonly ConcurrentDictionary<(long Repo, string Branch, Sha Commit), InForce> _known = new();

    public async Task<InForce> At(Repository repo, string branch, Sha commit, CancellationToken stop)
    {
        if (_known.TryGetValue((repo.Id, branch, commit), out var known))
        {
            return known;
        }

        if (_known.Count > Kept)
        {
            _known.Clear();
        }

        return _known[(repo.Id, branch, commit)] = await Read(repo, branch, commit, stop);
    }

    private async Task<InForce> Read(Repository repo, string branch, Sha commit, CancellationToken stop)
    {
        try
        {
            var text = await git.File(repo, commit, Policy.Path, stop) ?? "";
            var reading = PolicyReader.Read(text);
            return reading.Policy is { } policy
                ? await Keep(repo, branch, text, new InForce(policy, []) { Settings = reading.Settings }, stop)
                : await LastValid(repo, branch, reading.Faults, stop);
        }
        catch (FileTooLargeException)
        {
            return await LastValid(repo, branch, [TooLarge], stop);
        }
    }

    /// <summary>What a head makes of the file, beside what is in force: anybody may have written it, and nobody obeys it.</summary>
    public async Task<Proposal?> Proposed(Repository repo, Change change, InForce inForce, CancellationToken stop)
    {
        if (!change.Files.Any(file => file.Paths.Contains(Policy.Path)))
        {
            return null;
        }

        try
        {
            return Proposal.Of(await git.File(repo, change.Head, Policy.Path, stop), inForce.Settings);
        }
        catch (FileTooLargeException)
        {
            return new Proposal([TooLarge], 0, false, []);
        }
    }

    private async Task<InForce> Keep(Repository repo, string branch, string text, InForce inForce, CancellationToken stop)
    {
        await store.Fold([new PolicyFact(repo.Id, Stamps.Of(clock.GetUtcNow()), branch, text)], stop);
        return inForce;
    }

    private async Task<InForce> LastValid(Repository repo, string branch, Row<Fault> faults, CancellationToken stop) =>
        await store.Find<PolicyFact>(repo.Id, "", branch, stop) is { } last && PolicyReader.Read(last.Text) is { Policy: { } policy, Settings: var settings }
            ? new InForce(policy, faults) { Settings = settings }
            : new InForce(Policy.Default, faults) { Settings = PolicyReader.Read("").Settings };
}

/// <param name="Faults">Of the file as it stands; not empty: an earlier version, or the defaults, are in force.</param>
public sealed record InForce(Policy Policy, Row<Fault> Faults)
{
    /// <summary>Every key of the policy and what it has.</summary>
    public Row<Setting> Settings { get; init; } = [];
}
