using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>Decides about one lane: who is let in, what is built, whom a failure blames, what lands.</summary>
public static class LaneDecider
{
    /// <summary>How soon to look again while a candidate is being composed or a landing pushed, should nothing ring.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    public static Plan<LaneLedger, LaneMove> Decide(LaneSeen seen) => LaneTurn.Take(seen with { Outside = Keep(seen) }, Soon);

    private static Row<Outsider> Keep(LaneSeen seen)
    {
        var policy = seen.Policy;
        var begun = Regulating.UnderWay(seen.Ledger);
        var order = Order.Of(
            Regulating.Wanting(seen, seen.Ledger),
            seen.Now,
            policy.Queue.MaxWait,
            seen.Ledger.Fairness,
            policy.Flow.Agents.Share
        );
        var claims = Stacking
            .InOrder(order)
            .Select(entry => new Claim(
                entry.Number,
                entry.Ticket,
                entry.Since,
                entry.Agent,
                entry.Sponsor,
                entry.Author,
                IsLetIn(entry) || begun.Contains(entry.Number)
            )
            {
                IsLow = Tides.IsLow(entry, seen.Now, policy.Queue.MaxWait),
            })
            .ToRow();
        return Regulator.Keep(
            claims,
            seen.Allowances,
            policy.Flow.Agents.CiMinutes,
            Regulating.SpentLately(seen),
            Tides.For(seen, claims.Count)
        );
    }

    /// <summary>What mends production waits for nobody's limit.</summary>
    private static bool IsLetIn(Entry entry) => entry.Exempt || Order.IsUrgent(entry) || entry.Reverts.Count > 0;
}
