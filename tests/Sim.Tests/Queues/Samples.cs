using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Hub.Model;
using Sluice.Sim.Queues;

namespace Sluice.Sim.Tests.Queues;

internal static class Samples
{
    public static Trace Read(string name)
    {
        var reading = TraceReader.Read(name, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Traces", name + ".csv")));
        return reading.Trace ?? throw new InvalidDataException(string.Join('\n', reading.Faults));
    }

    public static (Trace Trace, Terms Terms) Small(ulong seed, int pulls = 120) => Odd.Make(seed, pulls);

    public static Figures Run(string policy, Trace trace, Terms terms) => Entrants.Run(policy, trace, terms, new QueuePolicy());

    /// <summary>The same trace with the lines of ties in another order.</summary>
    public static string Shuffled(Trace trace, Dice dice) =>
        "number,arrival_s,author,origin,risk,paths,bad,conflicts\n"
        + string.Concat(
            trace
                .Changes.GroupBy(change => change.Arrival)
                .SelectMany(tie => tie.OrderBy(_ => dice.Next()))
                .Select(change =>
                    FormattableString.Invariant(
                        $"{change.Number},{change.Arrival:R},{change.Author},{change.Origin},{change.Risk:R},{string.Join(';', change.Paths)},{(change.Bad ? 1 : 0)},{string.Join(';', change.Conflicts)}\n"
                    )
                )
        );

    public static Trace Coarse(Trace trace, double step) =>
        trace with
        {
            Changes = trace.Changes.Select(change => change with { Arrival = Math.Floor(change.Arrival / step) * step }).ToRow(),
        };
}
