using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Who is served first. Reverts and urgent ones; then who waited longer than the policy's bound; then priority, age, number.</summary>
public static class Order
{
    public static IEnumerable<Entry> Of(IEnumerable<Entry> entries, DateTimeOffset now, TimeSpan maxWait) => entries
        .OrderByDescending(entry => IsUrgent(entry) ? entry.Priority : Priority.Low)
        .ThenByDescending(entry => now - entry.Since >= maxWait)
        .ThenByDescending(entry => entry.Priority)
        .ThenBy(entry => entry.Since)
        .ThenBy(entry => entry.Number);

    public static bool IsUrgent(Entry entry) => entry.Priority >= Priority.Urgent;
}
