using Sluice.Flow.Release;
using Sluice.Flow.Tests.Intake;

namespace Sluice.Flow.Tests.Words;

internal sealed class RowSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("NoAnswer", RowWords.NoAnswer(TimeSpan.FromMinutes(30))),
            Say("NotAwaited", RowWords.NotAwaited()),
            Say("StillAwaited", RowWords.StillAwaited(TimeSpan.FromMinutes(40))),
            Say("Replaced", RowWords.Replaced(Pull.Head(9))),
            Say("RunBegan", RowWords.RunBegan()),
            Say("RunEnded", RowWords.RunEnded(true)),
            Say("RunEnded.Badly", RowWords.RunEnded(false)),
            Say("NotAllowed", RowWords.NotAllowed("actions: write")),
            Say("NoDeployment", RowWords.NoDeployment("No ref found for: c0ffee")),
            Say("NoWorkflow", RowWords.NoWorkflow("deploy.yml")),
            Say("NoTrigger", RowWords.NoTrigger("deploy.yml")),
            Say("SwitchedOff", RowWords.SwitchedOff("deploy.yml")),
            Say("NoRef", RowWords.NoRef("live")),
            Say("Undeclared", RowWords.Undeclared("deploy.yml", "weight, fence")),
            Say("NotStarted", RowWords.NotStarted("Validation Failed")),
        ];

    private static Saying Say(string name, string text) => new($"RowWords.{name}", text);
}
