using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>Who of those that ask for a lane is let in, and who waits outside: no party has more in it than its limit.</summary>
public static class Regulator
{
    /// <param name="claims">In order of service: whoever stands further ahead is let in first.</param>
    /// <param name="allowances">A party without one has no limit.</param>
    /// <param name="minutes">CI minutes a day that each agent may take; 0: no limit.</param>
    /// <param name="spent">CI minutes of the last day.</param>
    /// <param name="pressure">Null: whoever has room under its limits is let in. Else the lowest classes get what the others leave of the
    /// room.</param>
    /// <returns>Those who wait outside, in order of service.</returns>
    public static Row<Outsider> Keep(
        Row<Claim> claims,
        Row<Allowance> allowances,
        int minutes,
        Row<CiSpent> spent,
        Pressure? pressure = null
    )
    {
        var limits = new SortedDictionary<(PartyKind, string), int>(Comparer);
        foreach (var allowance in allowances)
        {
            limits[(allowance.Kind, allowance.Name)] = allowance.Limit;
        }

        var used = new SortedDictionary<(PartyKind, string), int>(Comparer);
        var let = 0;
        foreach (var claim in claims.Where(claim => claim.IsIn))
        {
            Count(claim, used);
            let++;
        }

        var kept = new List<Outsider>();
        var places = new SortedDictionary<(OutsideBy, string), int>(
            Comparer<(OutsideBy By, string Whose)>.Create(
                (one, other) => Comparer.Compare(((PartyKind)one.By, one.Whose), ((PartyKind)other.By, other.Whose))
            )
        );
        foreach (var claim in claims.Where(claim => !claim.IsIn).OrderBy(claim => pressure is not null && claim.IsLow))
        {
            if (Full(claim, limits, used) is { } full)
            {
                Wait(claim, (OutsideBy)full.Party.Kind, full.Party.Name, full.Used, full.Limit);
            }
            else if (
                claim.Agent is { } agent
                && minutes > 0
                && spent.FirstOrDefault(each => each.Agent == agent) is { } took
                && took.Minutes >= minutes
            )
            {
                Wait(claim, OutsideBy.CiMinutes, agent, (int)took.Minutes, minutes);
            }
            else if (pressure is not null && claim.IsLow && let >= pressure.Room)
            {
                Wait(claim, OutsideBy.Pressure, "", claims.Count, pressure.Room);
            }
            else
            {
                Count(claim, used);
                let++;
            }
        }

        if (pressure is null)
        {
            return kept.ToRow();
        }

        var order = new SortedDictionary<int, int>();
        foreach (var (place, claim) in claims.Index())
        {
            order[claim.Number] = place;
        }

        return kept.OrderBy(one => order[one.Number]).ToRow();

        void Wait(Claim claim, OutsideBy by, string whose, int used, int limit)
        {
            places[(by, whose)] = places.GetValueOrDefault((by, whose)) + 1;
            kept.Add(
                new Outsider(claim.Number, claim.Ticket, claim.Since, by, whose, used, limit, places[(by, whose)])
                {
                    Because = by == OutsideBy.Pressure ? pressure?.Because : null,
                }
            );
        }
    }

    private static ((PartyKind Kind, string Name) Party, int Used, int Limit)? Full(
        Claim claim,
        SortedDictionary<(PartyKind, string), int> limits,
        SortedDictionary<(PartyKind, string), int> used
    )
    {
        foreach (var party in claim.Parties)
        {
            if (limits.TryGetValue(party, out var limit) && used.GetValueOrDefault(party) is var count && count >= limit)
            {
                return (party, count, limit);
            }
        }

        return null;
    }

    private static void Count(Claim claim, SortedDictionary<(PartyKind, string), int> used)
    {
        foreach (var party in claim.Parties)
        {
            used[party] = used.GetValueOrDefault(party) + 1;
        }
    }

    /// <summary>A login is the same in whatever letters, and a sponsor's is as somebody wrote it.</summary>
    internal static readonly Comparer<(PartyKind Kind, string Name)> Comparer = Comparer<(PartyKind Kind, string Name)>.Create(
        (one, other) =>
            one.Kind != other.Kind
                ? one.Kind.CompareTo(other.Kind)
                : string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase)
    );
}

/// <summary>A pull that asks for its lane.</summary>
/// <param name="Agent">Null: no agent's.</param>
/// <param name="Sponsor">Who asked an agent for it; null: nobody is known.</param>
/// <param name="IsIn">Never kept out: something was built of it already, or no limit holds for it.</param>
public sealed record Claim(int Number, int Ticket, DateTimeOffset Since, string? Agent, string? Sponsor, string Author, bool IsIn = false)
{
    /// <summary>Of the classes that wait first when more comes than goes.</summary>
    public bool IsLow { get; init; }

    /// <summary>Whose limits hold for it, in the order in which they are told.</summary>
    public Row<(PartyKind Kind, string Name)> Parties =>
        [
            .. Agent is null ? [] : Row.Of<(PartyKind, string)>([(PartyKind.Agent, Agent)]),
            .. Agent is null || Sponsor is null || Sponsor.Equals(Author, StringComparison.OrdinalIgnoreCase)
                ? []
                : Row.Of<(PartyKind, string)>([(PartyKind.Sponsor, Sponsor)]),
            (PartyKind.Author, Author),
        ];
}
