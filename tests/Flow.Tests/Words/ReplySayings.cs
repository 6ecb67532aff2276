using Sluice.Flow.Repo;
using Sluice.Flow.Tests.Intake;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

internal sealed class ReplySayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("Help", Replies.Help()),
            Say("Status", Replies.Status(Told.Of(Told.Ejected))),
            Say(
                "Status.Queued",
                Replies.Status(
                    Told.Of(Told.Standing(PullState.Queued, Code.Queued, Sentences.Queued(null), NextAction.Wait) with { Position = 3 })
                )
            ),
            Say("Status.Tried", Replies.Status(Told.Of(Told.Ejected) with { Trying = TryWords.UnderWay(TrySayings.Run) })),
            Say("Explain", Replies.Explain(Told.Unapproved)),
            Say("NoWriteAccess", Replies.NoWriteAccess("queue")),
            Say("AlreadyOver", Replies.AlreadyOver(true)),
            Say("AlreadyOver.Closed", Replies.AlreadyOver(false)),
            Say("NothingToDequeue", Replies.NothingToDequeue()),
            Say("NotRetryable", Replies.NotRetryable()),
            Say("NotUrgent", Replies.NotUrgent()),
            Say("NotHigh", Replies.NotHigh()),
            Say("NotHeld", Replies.NotHeld()),
            Say("NotYourHold", Replies.NotYourHold("bo")),
            Say("HeldByAnother", Replies.HeldByAnother("bo")),
            Say("NotYourDuplicate", Replies.NotYourDuplicate()),
            Say("NotYourRisk", Replies.NotYourRisk()),
            Say("RiskAccepted", Replies.RiskAccepted(Pull.Head())),
            Say("SaidBeforePush", Replies.SaidBeforePush()),
            Say("NotYourLimits", Replies.NotYourLimits()),
            Say("LimitsReset", Replies.LimitsReset("ada", Told.Assessed.Origin with { Sponsor = "bo" })),
            Say("NotYourLane", Replies.NotYourLane()),
            Say("NoEnvironment", Replies.NoEnvironment()),
            Say("NotLanded", Replies.NotLanded()),
            Say("TakenBack", Replies.TakenBack()),
            Say("NotTakenBack", Replies.NotTakenBack()),
            Say("Relands", Replies.Relands()),
            Say("NoLane", Replies.NoLane("next")),
            Say("NoCanary", Replies.NoCanary()),
            Say("NotYourCanary", Replies.NotYourCanary()),
            Say("Misread", Replies.Misread("`quue` is no command; did you mean `queue`?")),
        ];

    private static Saying Say(string name, string text) => new("Replies." + name, text);
}
