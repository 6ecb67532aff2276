using System.Globalization;
using System.Text;

namespace Sluice.Sim.Queues;

/// <summary>A trace as the reader reads it.</summary>
public static class TraceWriter
{
    public static string Write(Trace trace)
    {
        var text = new StringBuilder("number,arrival_s,author,origin,risk,paths,bad,conflicts\n");
        foreach (var change in trace.Changes)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{change.Number},{change.Arrival:0.###},{Cell(change.Author)},{change.Origin},{Math.Clamp(change.Risk, 1e-6, 1 - 1e-6):0.######},{Cell(string.Join(';', change.Paths))},{(change.Bad ? 1 : 0)},{string.Join(';', change.Conflicts)}\n"
            );
        }

        return text.ToString();
    }

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
