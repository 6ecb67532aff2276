using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// Who is served first. Reverts and urgent ones; then who waited longer than the policy's bound; then priority; then shares of classes and
/// authors; then age, number.
/// </summary>
public static class Order
{
    public static Row<Entry> Of(IEnumerable<Entry> entries, DateTimeOffset now, TimeSpan maxWait, Fairness fairness, double share)
    {
        var order = new List<Entry>();
        foreach (var level in entries.GroupBy(entry => Level(entry, now, maxWait)).OrderByDescending(level => level.Key))
        {
            var byAge = level.OrderBy(entry => entry.Since).ThenBy(entry => entry.Number).ToList();
            if (level.Key is (Priority.Low, false, _))
            {
                (byAge, fairness) = Shares.Of(byAge, fairness, share);
            }

            order.AddRange(byAge);
        }

        return order.ToRow();
    }

    public static bool IsUrgent(Entry entry) => entry.Priority >= Priority.Urgent;

    private static (Priority Urgency, bool IsLate, Priority Priority) Level(Entry entry, DateTimeOffset now, TimeSpan maxWait) =>
        (IsUrgent(entry) ? entry.Priority : Priority.Low, now - entry.Since >= maxWait, entry.Priority);
}
