using System.Text.Json.Serialization;

namespace Sluice.Flow.Repo;

/// <summary>How many pulls of one party may be in a lane at a time, and what made it so many.</summary>
/// <param name="Name">An agent's name, or a login.</param>
/// <param name="Begins">What the policy says: where it begins, and to where it goes back.</param>
public sealed record Allowance(PartyKind Kind, string Name, int Limit, int Begins)
{
    /// <summary>Landings that widened it and are not forgotten yet.</summary>
    public int Clean { get; init; }

    /// <summary>Reverts and regressions that halved it and are not forgotten yet.</summary>
    public int Harmful { get; init; }

    /// <summary>When a maintainer let it begin anew; null: nobody did.</summary>
    public DateTimeOffset? Reset { get; init; }
}

/// <summary>As what somebody has a part in a pull. Agents are counted by name; a sponsor is who asked an agent for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartyKind>))]
public enum PartyKind
{
    Agent,
    Sponsor,
    Author,
}

/// <summary>Minutes of CI that builds with an agent's pulls took.</summary>
public sealed record CiSpent(string Agent, double Minutes);

/// <summary>A pull that wants into the lane and waits outside, because a party to it has its fill.</summary>
/// <param name="Whose">The party's name.</param>
/// <param name="Used">How many pulls of it are in the lane, or how many minutes of CI it took.</param>
/// <param name="Place">From 1, among those that wait for the same reason.</param>
public sealed record Outsider(int Number, int Ticket, DateTimeOffset Since, OutsideBy By, string Whose, int Used, int Limit, int Place)
{
    /// <summary>Of <see cref="OutsideBy.Pressure"/>: what presses.</summary>
    public string? Because { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<OutsideBy>))]
public enum OutsideBy
{
    Agent,
    Sponsor,
    Author,
    CiMinutes,
    Pressure,
}

/// <summary>More comes into a lane than it can take: its lowest classes wait outside.</summary>
/// <param name="Room">How many may be in it before they do.</param>
/// <param name="Because">In a sentence, for those who wait.</param>
public sealed record Pressure(int Room, string Because);
