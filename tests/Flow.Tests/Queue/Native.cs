using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>A lane that drives GitHub's own merge queue, and what that queue tells it.</summary>
internal static class Native
{
    public static Sha Group { get; } = Values.Sha("group");

    public static Lane Drive(params Entry[] entries)
    {
        var lane = new Lane(entries).With(queue => queue with { Native = NativeQueue.Drive });
        lane.Seen = lane.Seen with { Rules = lane.Seen.Rules with { NativeQueue = true }, Native = new NativeSeen([], []) };
        return lane;
    }

    /// <summary>These are in GitHub's queue, tested as one group each.</summary>
    public static Func<LaneSeen, LaneSeen> In(params int[] numbers) =>
        seen =>
            seen with
            {
                Native = new NativeSeen(numbers.Select((number, index) => Tested(number, index + 1)).ToRow(), numbers.Select(Open).ToRow()),
            };

    public static NativeEntry Tested(int number, int position) => new(number, position, "AWAITING_CHECKS", Group);

    public static NativePull Open(int number) => new(number, true, null, null, null, null);

    public static NativePull Out(int number, string reason, DateTimeOffset at) => new(number, true, null, null, reason, at);

    public static Func<LaneSeen, LaneSeen> Left(NativePull pull) => seen => seen with { Native = new NativeSeen([], [pull]) };
}
