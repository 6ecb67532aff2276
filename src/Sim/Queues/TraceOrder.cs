using System.Globalization;
using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>What the lines of a trace say together: no gaps, nothing twice, no time that runs backwards, conflicts that exist.</summary>
internal static class TraceOrder
{
    public static void Check(List<TraceRow> rows, List<TraceFault> faults)
    {
        var lines = new SortedDictionary<int, TraceRow>();
        var isWhole = faults.Count == 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var (line, change) = (rows[i].Line, rows[i].Change);
            if (!lines.TryAdd(change.Number, rows[i]))
            {
                Add(faults, line, $"#{change.Number} stands in line {lines[change.Number].Line} already");
            }

            if (i > 0 && change.Arrival < rows[i - 1].Change.Arrival)
            {
                Add(faults, line, $"time runs backwards: {change.Arrival} comes after {rows[i - 1].Change.Arrival}");
            }
        }

        // A line that cannot be read leaves a gap, and its number is not known.
        if (!isWhole)
        {
            return;
        }

        var last = 0;
        foreach (var (number, row) in lines)
        {
            if (last > 0 && number > last + 1)
            {
                Add(faults, row.Line, $"a gap before #{number}: #{last + 1} is missing");
            }

            last = number;
            foreach (var other in row.Change.Conflicts.Where(other => !lines.ContainsKey(other)))
            {
                Add(faults, row.Line, $"conflicts names #{other}, which is not in the trace");
            }
        }

        Cycles(lines, faults);
    }

    /// <summary>
    /// A conflict is between two and holds both ways: naming each other, directly or in a ring, says something else than was meant.
    /// </summary>
    private static void Cycles(SortedDictionary<int, TraceRow> rows, List<TraceFault> faults)
    {
        var done = new SortedDictionary<int, bool>();
        foreach (var start in rows.Keys.Where(number => !done.ContainsKey(number)))
        {
            var path = new Stack<(int Number, int Next)>();
            path.Push((start, 0));
            done[start] = false;
            while (path.TryPop(out var at))
            {
                var conflicts = rows.TryGetValue(at.Number, out var row) ? row.Change.Conflicts : [];
                if (at.Next >= conflicts.Count)
                {
                    done[at.Number] = true;
                    continue;
                }

                path.Push((at.Number, at.Next + 1));
                var other = conflicts[at.Next];
                if (!done.TryGetValue(other, out var isOver))
                {
                    done[other] = false;
                    path.Push((other, 0));
                }
                else if (!isOver)
                {
                    Add(
                        faults,
                        row!.Line,
                        $"conflicts go in a circle: #{at.Number} names #{other}, which leads back to it. Write each pair once, at the later pull request"
                    );
                }
            }
        }
    }

    private static void Add(List<TraceFault> faults, int line, FormattableString says) =>
        faults.Add(new TraceFault(line, says.ToString(CultureInfo.InvariantCulture)));
}
