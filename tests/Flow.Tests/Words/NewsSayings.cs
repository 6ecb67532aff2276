using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class NewsSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("Paused", NewsWords.Paused("ada", "main", "release day")),
            Say("Resumed", NewsWords.Resumed("bo", "main", new Pause(new Actor(1, "ada"), "release day", Pull.Now), null)),
            Say("Resumed.Halted", NewsWords.Resumed("bo", "main", null, "main stands at a tree that nobody tested.")),
            Say("Frozen", NewsWords.Frozen("main", Pull.Now, "weekend")),
            Say("BaseRed", NewsWords.BaseRed([Told.Broken], "b7", "main", Pull.Head())),
            Say("BaseGreen", NewsWords.BaseGreen("main")),
            Say("Rerun", NewsWords.Rerun([Told.Broken], "b7")),
            Say("Reopened", NewsWords.Reopened("b7", ["security/scan", "ci/test"])),
            Say("RerunRefused", NewsWords.RerunRefused("b7", "This workflow run cannot be retried")),
            new("HeadWords.Refused", HeadWords.Refused(12, "cleo/12", "GH013: Repository rule violations found")),
            new("HeadWords.Astray", HeadWords.Astray("main")),
            new("HeadWords.Restored", HeadWords.Restored(12, "cleo/12", Pull.Head(9), null)),
            new("HeadWords.Restored.Refused", HeadWords.Restored(12, "cleo/12", Pull.Head(9), "GH013: Repository rule violations found")),
        ];

    private static Saying Say(string name, string text) => new("NewsWords." + name, text);
}
