using System.Globalization;

namespace Sluice.Flow.Queue;

/// <summary>What is told whom others landed past.</summary>
public static class OvertakingWords
{
    /// <summary>Null: nobody did.</summary>
    public static string? Says(InLine entry, DateTimeOffset now) =>
        entry is { Overtaken: { } since, Due: { } due }
            ? $"Overtaken since {Clock(since)}: {Passed(entry)} "
                + (
                    due <= now
                        ? $"It is due since {Clock(due)}: nothing that came after it lands before it, and it is built until it has its answer."
                        : $"It is due at {Clock(due)}: from then on nobody lands past it."
                )
            : null;

    private static string Passed(InLine entry)
    {
        var parts = entry
            .Passed.GroupBy(passing => passing.Why)
            .OrderBy(group => group.Key)
            .Select(group => $"{Numbers(group.Select(passing => passing.Number))} {Why(group.Key, group.Count() > 1)}")
            .ToList();
        return parts.Count == 0 ? "others landed past it." : $"{string.Join("; ", parts)}.";
    }

    private static string Why(PassedBy why, bool areSeveral) =>
        why switch
        {
            PassedBy.Priority => areSeveral ? "landed past it, for their priority is higher" : "landed past it, for its priority is higher",
            PassedBy.Suspicion => "landed past it, for a build with this one failed, and whose fault that is was not known yet",
            _ => areSeveral ? "landed past it, for their builds were done first" : "landed past it, for its build was done first",
        };

    private static string Numbers(IEnumerable<int> pulls) =>
        string.Join(", ", pulls.Distinct().Order().Select(number => string.Create(CultureInfo.InvariantCulture, $"#{number}")));

    private static string Clock(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
