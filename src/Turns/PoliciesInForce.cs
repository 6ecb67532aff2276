using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>Reads <c>.github/sluice.yml</c> from base branches, never from a pull request's head; the last valid one stays in force.</summary>
public sealed class PoliciesInForce(IGit git, IStore store, TimeProvider clock)
{
    public const string Path = ".github/sluice.yml";

    private const int Kept = 1000;

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
            var text = await git.File(repo, commit, Path, stop) ?? "";
            var reading = PolicyReader.Read(text);
            return reading.Policy is { } policy
                ? await Keep(repo, branch, text, policy, stop)
                : new InForce(await LastValid(repo, branch, stop), reading.Faults);
        }
        catch (FileTooLargeException)
        {
            return new InForce(await LastValid(repo, branch, stop), [new Fault(1, 1, "the file is larger than a megabyte and was not read; write a smaller one")]);
        }
    }

    private async Task<InForce> Keep(Repository repo, string branch, string text, Policy policy, CancellationToken stop)
    {
        await store.Fold([new PolicyFact(repo.Id, Stamps.Of(clock.GetUtcNow()), branch, text)], stop);
        return new InForce(policy, []);
    }

    private async Task<Policy> LastValid(Repository repo, string branch, CancellationToken stop) =>
        await store.Find<PolicyFact>(repo.Id, "", branch, stop) is { } last && PolicyReader.Read(last.Text).Policy is { } policy
            ? policy
            : Policy.Default;
}

/// <param name="Faults">Of the file as it stands; not empty: an earlier version, or the defaults, are in force.</param>
public sealed record InForce(Policy Policy, Row<Fault> Faults);
