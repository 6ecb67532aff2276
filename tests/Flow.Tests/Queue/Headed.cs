using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Lanes whose landings move the heads of their pulls.</summary>
internal static class Headed
{
    public static Lane Green(params int[] numbers) => Squashing([.. numbers.Select(In)]).Compose().CheckAll(CheckState.Success);

    public static Lane Squashing(params Entry[] entries) => new Lane(entries).With(queue => queue with { Method = MergeMethod.Squash });

    public static Entry In(int number) => Values.Entry(number) with { Branch = $"work-{number}" };

    public static Sha To(Lane lane, int number) => lane.Ledger.Landing!.Heads.First(head => head.Number == number).To;

    public static LaneSeen Shows(LaneSeen seen, Lane lane, params int[] numbers) =>
        seen with
        {
            Entries = seen
                .Entries.Select(entry => numbers.Contains(entry.Number) ? entry with { Own = To(lane, entry.Number) } : entry)
                .ToRow(),
        };
}
