namespace Sluice.Flow.Queue;

/// <summary>Since when those in line have been overtaken. Emergencies overtake nobody: they are meant to pass.</summary>
internal static class Overtaking
{
    /// <summary>Marks those who came before the last that landed, unless something else than the queue kept them back.</summary>
    public static Row<InLine> Landed(LaneLedger ledger, Landing landing, DateTimeOffset now)
    {
        var passed = new SortedSet<int>(landing.Pulls.Where(pull => pull.Priority < Repo.Priority.Urgent).Select(pull => pull.Number));
        var passers = new Passers(ledger, landing);
        var last = ledger.Line.Where(entry => passed.Contains(entry.Number)).Select(Came).DefaultIfEmpty().Max();
        var kept = new SortedSet<int>([
            .. ledger.Frozen.SelectMany(frozen => frozen.Pulls),
            .. ledger.Kept.SelectMany(kept => kept.Pulls),
            .. ledger.Line.Where(entry => entry.After.Count > 0).Select(entry => entry.Number),
            .. ledger.Blocks.Select(block => block.Number),
            .. ledger.BaseRed?.Parked.Select(pull => pull.Number) ?? [],
        ]);
        return ledger
            .Line.Select(entry =>
                Came(entry).CompareTo(last) < 0 && !kept.Contains(entry.Number)
                    ? entry with
                    {
                        Overtaken = entry.Overtaken ?? now,
                        Passed = passers.Past(entry),
                    }
                    : entry
            )
            .ToRow();
    }

    /// <summary>
    /// Who is in line now, each as long overtaken as it was; who waits for what it stands on keeps itself back, and is not overtaken.
    /// </summary>
    public static Row<InLine> Line(Row<InLine> before, Draft draft)
    {
        var known = Known(before);
        return draft
            .Alive.Select(entry =>
            {
                var after = Stacking.Waits(draft, entry);
                var isKnown = known.TryGetValue(entry.Number, out var was) && was.Ticket == entry.Ticket;
                var overtaken = isKnown && after.Count == 0 ? was!.Overtaken : null;
                return new InLine(entry.Number, entry.Ticket, entry.Since)
                {
                    Priority = entry.Priority,
                    Overtaken = overtaken,
                    Due = overtaken + draft.Seen.Policy.Queue.MaxWait,
                    Passed = overtaken is null ? [] : was!.Passed,
                    After = after,
                };
            })
            .ToRow();
    }

    /// <summary>
    /// Whether it may land with this content without passing somebody who is due: the scheduler does not know who rides along.
    /// </summary>
    public static bool MayRide(Draft draft, Entry rider, SortedSet<int> content) =>
        !Known(draft.Ledger.Line)
            .Values.Any(due =>
                draft.Seen.Now - due.Overtaken >= draft.Seen.Policy.Queue.MaxWait
                && !content.Contains(due.Number)
                && Came(due).CompareTo((rider.Since, rider.Number)) < 0
                && draft.Find(due.Number) is { } entry
                && entry.Ticket == due.Ticket
                && !Order.IsUrgent(entry)
                && Stacking.Waits(draft, entry).Count == 0
            );

    /// <summary>Those who are overtaken, by number.</summary>
    public static SortedDictionary<int, InLine> Known(Row<InLine> line)
    {
        var known = new SortedDictionary<int, InLine>();
        foreach (var entry in line.Where(entry => entry.Overtaken is not null))
        {
            known[entry.Number] = entry;
        }

        return known;
    }

    private static (DateTimeOffset Since, int Number) Came(InLine entry) => (entry.Since, entry.Number);
}
