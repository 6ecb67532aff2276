using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>
/// Has a proposed policy replayed beside the turns, so that none waits for it. What comes of it is a fact, and the fact rings its pull.
/// </summary>
internal sealed class Rehearsals(IStore store, IRehearsal? rehearsal, Books books)
{
    /// <summary>Anybody may propose one: more wait for a later look.</summary>
    private const int AtOnce = 8;

    // One for each pull: of a head that has moved on nobody wants to know, and what comes of it has the newest head looked at.
    private readonly ConcurrentDictionary<(long Repo, int Pull), Task> _underWay = new();

    /// <returns>The proposal with what the replay said, or as it is: none is made, or it is not over.</returns>
    public async Task<Proposal?> Of(Repository repo, PullRequest pull, Proposal? proposal, InForce inForce, CancellationToken stop)
    {
        if (rehearsal is null || !pull.Open || proposal is not { Policy: { } then } || !Rehearsal.IsWorth(proposal.Changes))
        {
            return proposal;
        }

        var held = $"{pull.Head.Hex}-{Digest(inForce.Settings)}";
        if (await store.Find<RehearsalFact>(repo.Id, Numbers.Key(pull.Number), held, stop) is { } known)
        {
            return proposal with { Rehearsal = known.Rehearsal };
        }

        var own = (repo.Id, pull.Number);
        foreach (var done in _underWay.Where(pair => pair.Value.IsCompletedSuccessfully))
        {
            _underWay.TryRemove(done); // this very replay: its own pull may have begun another since
        }

        if (_underWay.TryGetValue(own, out var before) && before.IsCompleted)
        {
            // What went wrong since the last look is told by this one.
            _underWay.TryRemove(own, out _);
            await before;
        }

        if (_underWay.Values.Count(replay => !replay.IsCompleted) < AtOnce)
        {
            _ = _underWay.GetOrAdd(own, _ => Task.Run(() => Replay(repo, pull, held, inForce.Policy, then), CancellationToken.None));
        }

        return proposal;
    }

    /// <summary>Outlives the turn that began it, hence without the turn's token.</summary>
    private async Task Replay(Repository repo, PullRequest pull, string held, Policy now, Policy then)
    {
        if (await rehearsal!.Of(repo, pull.Base, now, then, CancellationToken.None) is { } found)
        {
            await books.Tell([new RehearsalFact(repo.Id, books.Stamp, pull.Number, held, found)], CancellationToken.None);
        }
    }

    private static string Digest(Flow.Row<Setting> settings) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', settings.Select(setting => $"{setting.Key}={setting.Value}"))))
        )[..12];
}
