using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>
/// Reads <c>.github/sluice.yml</c> from base branches, never from a pull request's head; the last valid one stays in force.
/// </summary>
public sealed class PoliciesInForce(IGit git, IStore store, TimeProvider clock)
{
    private const int Kept = 1000;

    /// <summary>Whoever breaks the file mends it within fewer attempts.</summary>
    private const int Versions = 20;

    private static readonly Fault TooLarge = new(1, 1, "the file is larger than a megabyte and was not read; write a smaller one");

    private readonly ConcurrentDictionary<(long Repo, string Branch, Sha Commit), InForce> _known = new();

    /// <summary>What came of the text that was read last of a branch: each landing makes a commit, and hardly any another policy.</summary>
    private readonly ConcurrentDictionary<(long Repo, string Branch), (string Digest, InForce Read)> _latest = new();

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
            if (_latest.TryGetValue((repo.Id, branch), out var latest) && latest.Digest == Digest(text))
            {
                return await Keep(repo, branch, commit, text, latest.Read, stop);
            }

            var reading = PolicyReader.Read(text);
            return reading.Policy is { } policy
                ? await Keep(repo, branch, commit, text, new InForce(policy, []) { Settings = reading.Settings }, stop)
                : await LastValid(repo, branch, commit, reading, stop);
        }
        catch (FileTooLargeException)
        {
            return await LastValid(repo, branch, commit, new Reading(null, [TooLarge]), stop);
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

    private async Task<InForce> Keep(Repository repo, string branch, Sha commit, string text, InForce inForce, CancellationToken stop)
    {
        await store.Fold([new PolicyFact(repo.Id, Stamps.Of(clock.GetUtcNow()), branch, text) { At = commit }], stop);
        if (_latest.Count > Kept)
        {
            _latest.Clear();
        }

        _latest[(repo.Id, branch)] = (Digest(text), inForce);
        return inForce;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What is broken is noted beside what stays in force, so that whoever looks at the lane is told.</summary>
    private async Task<InForce> LastValid(Repository repo, string branch, Sha commit, Reading broken, CancellationToken stop)
    {
        var stored = await Stored(repo, branch, stop);
        var (kept, reading) =
            await Newer(repo, stored?.Kept.At, branch, commit, stop)
            ?? stored
            ?? (new PolicyFact(repo.Id, 0, branch, "") { NeverValid = true }, PolicyReader.Read(""));
        await store.Fold(
            [kept with { Stamp = Stamps.Of(clock.GetUtcNow()), Broken = commit, Faults = broken.Faults, More = broken.More }],
            stop
        );
        return new InForce(reading.Policy!, broken.Faults) { Settings = reading.Settings };
    }

    /// <summary>One that nobody saw while it was the newest: its freezes are meant to be kept, whoever broke the file since.</summary>
    /// <param name="seen">Up to there it is known; null: nothing is.</param>
    private async Task<(PolicyFact Kept, Reading Reading)?> Newer(
        Repository repo,
        Sha? seen,
        string branch,
        Sha commit,
        CancellationToken stop
    )
    {
        foreach (var version in await git.Versions(repo, seen, commit, Policy.Path, Versions, stop))
        {
            try
            {
                var text = await git.File(repo, version, Policy.Path, stop) ?? "";
                if (PolicyReader.Read(text) is { Policy: not null } reading)
                {
                    return (new PolicyFact(repo.Id, 0, branch, text) { At = version }, reading);
                }
            }
            catch (FileTooLargeException)
            {
                // the one before it, then
            }
        }

        return null;
    }

    /// <summary>The last that was seen without a fault; null: none was, or what this version reads is a fault there.</summary>
    private async Task<(PolicyFact Kept, Reading Reading)?> Stored(Repository repo, string branch, CancellationToken stop) =>
        await store.Find<PolicyFact>(repo.Id, "", branch, stop) is { NeverValid: false } last
        && PolicyReader.Read(last.Text) is { Policy: not null } reading
            ? (last, reading)
            : null;
}

/// <param name="Faults">Of the file as it stands; not empty: an earlier version, or the defaults, are in force.</param>
public sealed record InForce(Policy Policy, Row<Fault> Faults)
{
    /// <summary>Every key of the policy and what it has.</summary>
    public Row<Setting> Settings { get; init; } = [];
}
