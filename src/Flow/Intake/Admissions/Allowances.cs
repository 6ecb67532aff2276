using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// From what became of a party's pulls to how many of them may be in the lane: one more for each clean landing, half as many after a revert
/// or a regression, and back to what the policy says as time goes by.
/// </summary>
public static class Allowances
{
    /// <summary>A deviation from the policy's number is down to 1/e of it after that time.</summary>
    public static TimeSpan Forgets { get; } = TimeSpan.FromDays(30);

    /// <summary>What is older has come down to less than a fiftieth.</summary>
    public static TimeSpan Remembers { get; } = 4 * Forgets;

    /// <summary>The limit of every party to these pulls, as the policy and the outcomes have it; by kind, then name.</summary>
    public static Row<Allowance> Of(
        IEnumerable<(string? Agent, string? Sponsor, string Author)> pulls,
        FlowPolicy policy,
        Row<Noted> noted,
        DateTimeOffset now
    )
    {
        var parties = new SortedSet<(PartyKind Kind, string Name)>(
            pulls.SelectMany(pull => new Claim(0, 0, default, pull.Agent, pull.Sponsor, pull.Author).Parties),
            Regulator.Comparer
        );
        return parties.Select(party => Of(party.Kind, party.Name, policy, Deeds.Of(party.Kind, party.Name, noted), now)).ToRow();
    }

    /// <param name="deeds">Ascending by time.</param>
    public static Allowance Of(PartyKind kind, string name, FlowPolicy policy, Row<Deed> deeds, DateTimeOffset now)
    {
        var begins = kind == PartyKind.Agent ? policy.Agents.Queued : policy.AuthorsQueued;
        if (policy.Adaptive is not { } bounds || begins == 0)
        {
            return new Allowance(kind, name, begins, begins);
        }

        var (least, most) = (Math.Min(bounds.Min, begins), Math.Max(bounds.Max, begins));
        var reset = deeds.LastOrDefault(deed => deed.Kind == DeedKind.Pardoned)?.At;
        var (limit, at, clean, harmful) = ((double)begins, now, 0, 0);
        var counted = deeds.Where(deed =>
            deed.Kind != DeedKind.Pardoned && (reset is null || deed.At > reset) && now - deed.At < Remembers
        );
        foreach (var deed in counted)
        {
            limit = Fade(limit, begins, deed.At - at);
            (clean, harmful) = deed.Kind == DeedKind.Clean ? (clean + 1, harmful) : (clean, harmful + 1);
            limit = deed.Kind == DeedKind.Clean ? Math.Min(most, limit + 1) : Math.Max(least, limit / 2);
            at = deed.At;
        }

        return new Allowance(kind, name, Whole(Fade(limit, begins, now - at), least), begins)
        {
            Clean = clean,
            Harmful = harmful,
            Reset = reset,
        };
    }

    private static double Fade(double limit, int begins, TimeSpan time) =>
        begins + ((limit - begins) * Math.Exp(-Math.Max(0, time / Forgets)));

    /// <summary>Three quarters up: half of five is two, and six stays six for some days.</summary>
    private static int Whole(double limit, int least) => Math.Max(least, (int)Math.Ceiling(limit - 0.75));
}
