using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>Answers to commands, where a reaction does not say enough.</summary>
public static class Replies
{
    public static string Help() =>
        """
            **What you can tell the queue**, as the first word of a line:

            - `/sluice queue` – put it in line (`priority=high` jumps ahead)
            - `/sluice dequeue` – take it out; the author may, too
            - `/sluice retry` – try the same commit again
            - `/sluice try` – test it on the base as it stands, without landing it
            - `/sluice hold 3d because REASON`, `/sluice release` – keep it back; where no time is said, for a week
            - `/sluice accept-risk REASON` – stand for it yourself
            - `/sluice pause REASON`, `/sluice resume` – the whole lane; for maintainers
            - `/sluice promote`, `/sluice rollback`, `/sluice extend` – the canary that holds it; to promote is for maintainers other than its author
            - `/sluice revert REASON`, `/sluice reland` – after it landed
            - `/sluice reset-limits` – the limits of its author and its agent begin anew; for maintainers other than its author
            - `/sluice status`, `/sluice explain`, `/sluice help` – anyone

            The label `queue` does the same as `/sluice queue`. A new push leaves the queue: ask again.
            """;

    public static string Status(Telling telling) =>
        $"**{Headlines.Of(telling.Standing)}.** {(Sentences.Expected(telling.Standing, telling.Due) ?? telling.Standing.Reason)} {Advice.For(telling.Standing)}".TrimEnd()
        + (telling.Trying is { } trying ? $"\n\n{trying}" : "");

    public static string Explain(Telling telling) => Cut(Explanation.Tree(telling));

    public static string NoWriteAccess(string word) =>
        $"`{word}` is for people with write access here. `/sluice status` and `/sluice explain` are for anyone.";

    public static string AlreadyOver(bool merged) => merged ? "It has landed already." : "It is closed. Reopen it, then `/sluice queue`.";

    public static string NothingToDequeue() => "It is not in the queue.";

    public static string NotRetryable() => "There is nothing to retry: it is in the queue. `/sluice status` says where.";

    public static string NotUrgent() => "Queued at normal priority: `priority=urgent` is for maintainers.";

    public static string NotHigh() =>
        "Queued at normal priority: for `priority=high` somebody asks who is neither its author, nor its sponsor, nor committed to it.";

    public static string NotHeld() => "It is not on hold.";

    public static string NotYourHold(string by) =>
        $"{Code(by)} holds it, so its author cannot release it. They can, or anybody else with write access.";

    public static string HeldByAnother(string by) =>
        $"{Code(by)} holds it already, so its author cannot put another hold in its place. They can, or anybody else with write access.";

    public static string NotYourDuplicate() =>
        "Whoever made it cannot say that it is no duplicate: somebody else with write access can, or a maintainer.";

    public static string NotYourRisk() =>
        "Its author, its sponsor and its committers cannot accept its risk: somebody else with write access can.";

    public static string RiskAccepted(Sha head) =>
        $"You stand for commit {Code(head.Short)}: it counts as your approval, and the next lower band decides how many it needs. A new push asks again.";

    public static string SaidBeforePush() =>
        "The head has moved since you said that, or is aimed at another branch. Look at what it brings now and say it again.";

    public static string NotYourLane() =>
        "`pause` and `resume` concern everybody in the lane: they are for those who maintain this repository. `/sluice hold REASON` keeps this pull request back.";

    public static string NoLane(string onto) => $"{Code(onto)} has no queue, so there is nothing to pause.";

    public static string NoCanary() => "No canary that is under way holds this pull request, so there is nothing to decide about.";

    public static string NotYourCanary() =>
        "A healthy canary is promoted by itself. To promote one before is for those who maintain this repository, and not for the author of anything on it.";

    public static string NoEnvironment() =>
        "There is no canary here: `.github/sluice.yml` has no `canary`. GitHub's *Revert* button opens a revert; then `/sluice queue priority=urgent` on it.";

    public static string NotLanded() => "It has not landed: there is nothing to take back. `/sluice status` says where it is.";

    public static string TakenBack() => "It is taken back already. `/sluice reland` lands it again.";

    public static string NotTakenBack() => "It was not taken back, so there is nothing to land again.";

    public static string Relands() =>
        "A pull request with the same change is opened. Repair it there, by pushes to its branch: merging the old branch once more would bring nothing, since git counts it as merged. Then `/sluice queue` it.";

    public static string NotYourLimits() =>
        "To let limits begin anew is for those who maintain this repository, and not for anybody who made this pull request.";

    public static string LimitsReset(string author, OriginAssessment? origin) =>
        $"The limits of {Sentences.And(new[] { author, origin is { Class: OriginClass.Agent } ? origin.Agent : null, origin is { Class: OriginClass.Agent } ? origin.Sponsor : null }.OfType<string>().Distinct().Select(name => Code(name)))} begin anew: what became of earlier pull requests counts no more.";

    public static string Misread(string says) => Sentence(says);
}
