using System.Text.Json.Serialization;

namespace Sluice.Flow.Queue;

/// <summary>A pull that landed past one that came before it.</summary>
/// <param name="Why">What let it.</param>
public sealed record Passing(int Number, PassedBy Why);

/// <summary>
/// Priority: it had a higher one. Suspicion: a build with the one that was passed had failed, and whose fault that is was not known yet.
/// Readiness: its build was done first.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<PassedBy>))]
public enum PassedBy
{
    Priority,
    Suspicion,
    Readiness,
}

/// <summary>Those of a landing who can pass anybody, looked up once for all in line.</summary>
internal sealed class Passers(LaneLedger ledger, Landing landing)
{
    /// <summary>Of each in line the last ones are told.</summary>
    private const int Most = 5;

    private readonly List<InLine> _landed =
    [
        .. ledger.Line.Where(entry => landing.Pulls.Any(pull => pull.Number == entry.Number && pull.Priority < Repo.Priority.Urgent)),
    ];
    private readonly SortedSet<int> _suspects = [.. ledger.Reds.SelectMany(red => red.Suspects).Select(member => member.Number)];

    public Row<Passing> Past(InLine entry) =>
        entry
            .Passed.Concat(
                from pull in _landed
                where (pull.Since, pull.Number).CompareTo((entry.Since, entry.Number)) > 0
                select new Passing(
                    pull.Number,
                    pull.Priority > entry.Priority ? PassedBy.Priority
                        : _suspects.Contains(entry.Number) ? PassedBy.Suspicion
                        : PassedBy.Readiness
                )
            )
            .TakeLast(Most)
            .ToRow();
}
