using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class SentenceSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("Unqueued", Sentences.Unqueued()),
            Say("Queued", Sentences.Queued(null)),
            Say("Queued.Behind", Sentences.Queued("It conflicts with #13, which may land first, in shop/price.py.")),
            Say("Position", Sentences.Position(3)),
            Say("Position.First", Sentences.Position(1)),
            Say("Testing", Sentences.Testing("b7", [])),
            Say("Testing.Batch", Sentences.Testing("b7", [13, 14, 15, 16, 17, 18, 19])),
            Say("Rebuilding", Sentences.Rebuilding("Somebody pushed to the base.")),
            Say("FlakyRetry", Sentences.FlakyRetry(null)),
            Say("Outside", Sentences.Outside("mona-*-lisa has 10 pull requests in the queue, and may have 10 at a time.")),
            Say("Paused", Sentences.Paused("a landed tree differs from the tested one")),
            Say("PausedBy", Sentences.PausedBy(new PausedBy("ada", Told.Hostile, Pull.Now))),
            Say("BaseRed", Sentences.BaseRed("main", [Told.Broken])),
            Say("Kept", Sentences.Kept(QueueWords.BuiltMeanwhile(BudgetWords.Keeps(BudgetLevel.Frozen, false)))),
            Say("Frozen", Sentences.Frozen("main", "weekend", Pull.Now)),
            Say("Landed", Sentences.Landed("main", Pull.Head(5), "b7", [13])),
            Say("Landed.Bare", Sentences.Landed("main", null, null, [])),
            Say("MergedOutside", Sentences.MergedOutside("main", Pull.Head(5))),
            Say("ChecksFailed", Sentences.ChecksFailed([Told.Broken], [], "It failed alone, on a base that is green.")),
            Say("ChecksFailed.Broke", Sentences.ChecksFailed([Told.Broken], [], QueueWords.Broke([Told.Broken], "main"))),
            Say("ChecksFailed.Native", Sentences.ChecksFailed([Told.Broken], [], NativeWords.Failed([Told.Broken]))),
            Say("ChecksFailed.Together", Sentences.ChecksFailed([Told.Broken], [13], null)),
            Say("ChecksFailed.Hostile", Sentences.ChecksFailed([Told.Broken with { Name = Told.Hostile }], [], Told.Hostile)),
            Say("ChecksMissing", Sentences.ChecksMissing([Told.Missing], null)),
            Say("MergeConflict", Sentences.MergeConflict("main", [], null)),
            Say("MergeConflict.Paths", Sentences.MergeConflict("main", [], QueueWords.Conflicts("main", ["shop/price.py"]))),
            Say("MergeConflict.Ahead", Sentences.MergeConflict("main", [13], "Both change `shop/price.py`.")),
            Say("TimedOut", Sentences.TimedOut("Nothing was heard for 60 minutes.")),
            Say("WorkflowRefused", Sentences.WorkflowRefused("refusing to allow a GitHub App to create or update workflow")),
            Say("HeadMoved", Sentences.HeadMoved(Pull.Head(), Pull.Head(2))),
            Say("LabelledBefore", Sentences.LabelledBefore(Pull.Head(2))),
            Say("Closed", Sentences.Closed()),
            Say("Dequeued", Sentences.Dequeued("ada")),
            Say("Unlabelled", Sentences.Unlabelled("ada")),
            Say("Released.Canary", Sentences.Released(Word(PullState.Canary, Code.None) with { Environment = "canary" })),
            Say("Released.Healthy", Sentences.Released(Word(PullState.Healthy, Code.CanaryHealthy))),
            Say("Released.Regressed", Sentences.Released(Told.Regressed)),
            Say("Released.Innocent", Sentences.Released(Told.Regressed with { Innocent = true, Because = null })),
            Say("Released.Reverted", Sentences.Released(Word(PullState.Reverted, Code.Reverted) with { RevertPull = 14 })),
            Say("Released.Inconclusive", Sentences.Released(Word(PullState.Inconclusive, Code.CanaryInconclusive))),
            Say("Released.Invalid", Sentences.Released(Word(PullState.Inconclusive, Code.CanaryInvalid))),
        ];

    private static ReleaseWord Word(PullState state, Code code) => new(state, code, "production", null, null, null, false, Pull.Now);

    private static Saying Say(string name, string text) => new("Sentences." + name, text);
}
