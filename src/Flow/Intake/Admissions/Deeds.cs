using Sluice.Flow.Intake.Risk.Outcomes;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>Something that became of one party's pull, as far as its limit goes.</summary>
public sealed record Deed(DateTimeOffset At, DeedKind Kind);

public enum DeedKind
{
    Clean,
    Harmful,
    Pardoned,
}

internal static class Deeds
{
    /// <summary>
    /// A pull that was taken back, or whose canary regressed by it, did harm once, and its landing was not clean. Ascending by time.
    /// </summary>
    public static Row<Deed> Of(PartyKind kind, string name, Row<Noted> noted)
    {
        var own = noted.Where(each => string.Equals(Name(kind, each.Outcome), name, StringComparison.OrdinalIgnoreCase)).ToList();
        var harmful = new SortedDictionary<int, DateTimeOffset>();
        foreach (var each in own.Where(each => each.Outcome.Ending is Ending.Reverted or Ending.Regressed))
        {
            harmful.TryAdd(each.Pull, each.At);
        }

        return
        [
            .. own.Where(each => each.Outcome.Ending == Ending.Landed && !harmful.ContainsKey(each.Pull))
                .Select(each => new Deed(each.At, DeedKind.Clean))
                .Concat(harmful.Values.Select(at => new Deed(at, DeedKind.Harmful)))
                .Concat(own.Where(each => each.Outcome.Ending == Ending.Pardoned).Select(each => new Deed(each.At, DeedKind.Pardoned)))
                .OrderBy(deed => deed.At),
        ];
    }

    private static string? Name(PartyKind kind, Outcome outcome) =>
        kind switch
        {
            PartyKind.Agent => outcome.Agent,
            PartyKind.Sponsor => outcome.Agent is null ? null : outcome.Sponsor,
            _ => outcome.Author,
        };
}
