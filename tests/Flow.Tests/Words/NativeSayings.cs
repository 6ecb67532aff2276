using Sluice.Flow.Queue;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

/// <summary>What is said of GitHub's own merge queue.</summary>
internal sealed class NativeSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("Entered", NativeWords.Entered(12, "main")),
            Say("Builds", NativeWords.Builds("main")),
            Say("Landed", NativeWords.Landed(12, "main", Pull.Head())),
            Say("Untested", NativeWords.Untested(12, Pull.Head(), [Told.Broken], ["ci/lint"])),
            Say("Unproven", NativeWords.Unproven(12, [9, 11])),
            Say("Waits", NativeWords.Waits([9, 11])),
            Say("Stuck", NativeWords.Stuck(12, TimeSpan.FromMinutes(61), 1)),
            Say("StuckFor", NativeWords.StuckFor(TimeSpan.FromSeconds(90))),
            Say("Taken", NativeWords.Taken(12, NativeWords.Left())),
            Say("Left", NativeWords.Left()),
            Say("Kept", NativeWords.Kept()),
            Say("Stood", NativeWords.Stood()),
            Say("Refused", NativeWords.Refused("Required status check \"test\" is expected.")),
            Say("Failed", NativeWords.Failed([Told.Broken])),
            Say("Failed.Unknown", NativeWords.Failed([])),
            Say("Late", NativeWords.Late()),
            Say("Conflicts", NativeWords.Conflicts()),
            Say("Removed", NativeWords.Removed("QUEUE_CLEARED")),
        ];

    private static Saying Say(string name, string text) => new("NativeWords." + name, text);
}
