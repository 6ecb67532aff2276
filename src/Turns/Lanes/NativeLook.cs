using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>GitHub's own merge queue, asked for with each look: where the branch has one and the policy says to drive it.</summary>
public sealed class NativeLook(IStore store, IGitHub github, Asked asked, MergedOnto merged)
{
    /// <summary>Null: the lane builds and lands by itself.</summary>
    public async Task<NativeSeen?> At(
        Repository repo,
        string lane,
        Sha head,
        Policy policy,
        BranchRules rules,
        LaneLedger ledger,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (!rules.NativeQueue || policy.Queue.Native != NativeQueue.Drive)
        {
            return null;
        }

        var seen = (
            await github.NativeQueue(
                repo,
                lane,
                ledger.Driven.SelectMany(pull => pull.Ahead.Add(pull.Number)).Distinct().Order().ToRow(),
                stop
            )
        ).OrThrow();
        var driven = ledger.Driven.ToDictionary(pull => pull.Number);
        var landed = (
            await merged.Of(
                repo,
                seen.Pulls.Where(pull => pull.Commit is not null && driven.ContainsKey(pull.Number)).ToRow(),
                ledger.Head,
                head,
                now,
                stop
            )
        ).ToDictionary(pull => pull.Number);
        var pulls = new List<NativePull>();
        foreach (var pull in seen.Pulls)
        {
            pulls.Add(
                driven.TryGetValue(pull.Number, out var ours)
                    ? await Whole(repo, lane, landed.GetValueOrDefault(pull.Number, pull), ours, seen.Entry(pull.Number), stop)
                    : pull
            );
        }

        return seen with
        {
            Pulls = pulls.ToRow(),
        };
    }

    private async Task<NativePull> Whole(
        Repository repo,
        string lane,
        NativePull pull,
        DrivenPull driven,
        NativeEntry? entry,
        CancellationToken stop
    )
    {
        var tested = pull.Commit ?? (entry is null && pull.LeftFor is not null ? driven.Group : null);
        var refused = await store.Find<LandingRefusedFact>(repo.Id, lane, Key(driven.Number, driven.As.Ticket), stop);
        return pull with
        {
            Checks = tested is { } commit ? await Checks(repo, commit, stop) : [],
            Refused = refused?.Why,
            RefusedAt = refused is null ? null : Stamps.At(refused.Stamp),
        };
    }

    /// <summary>As GitHub has them now: what landed is judged once, and webhooks may be late.</summary>
    private async Task<Row<Check>> Checks(Repository repo, Sha commit, CancellationToken stop)
    {
        var self = await asked.Self(stop);
        return (await github.Checks(repo, commit, null, stop))
            .OrThrow()
            .Facts.OfType<CheckFact>()
            .Select(fact => fact.Check)
            .Where(check => check.App != self.App)
            .ToRow();
    }

    /// <summary>Under which a refusal is noted: one for each ticket.</summary>
    internal static string Key(int number, int ticket) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"native-{number}-{ticket}");
}
