using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Stacks;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>What GitHub should show of a pull, against what it shows now: a move only where they differ.</summary>
internal static class PullShows
{
    private const string HeldLabel = "sluice/held";

    private const string RevertLabel = "revert";

    public static Row<PullMove> Moves(PullSeen seen, PullLedger ledger, Telling telling) =>
        [
            .. Labels(seen, ledger),
            .. Former(seen, ledger, telling),
            .. Check(seen, telling),
            .. Unasked(seen, telling),
            .. PolicyShows.Moves(seen),
            .. Rewritten(seen, telling),
            .. Status(seen, telling),
            .. Verdict(seen, telling),
            .. ledger.Orders.Select(order => new PullMove.TellLane(order)),
            .. ledger.CanaryOrders.Select(order => new PullMove.TellCanary(order)),
            .. ledger.Replies.Select(reply => new PullMove.Answer(reply)),
            .. PullTries.Moves(seen, ledger),
            .. seen is { Aim: not null, AimRefused: null, Pull.Open: true }
            && seen.Parents.Any(parent => parent is { Kind: ParentKind.Branch, State: ParentState.Landed })
                ? [new PullMove.Retarget(seen.Pull.Base)]
                : Row.Of<PullMove>([]),
            .. seen.Spent is { InUse: false } spent ? [new PullMove.DropHead(spent.Branch, spent.At)] : Row.Of<PullMove>([]),
            .. Advise(seen, ledger),
        ];

    /// <summary>
    /// Asked once of what a head brings, while an answer could still change something. A stranger's head is not worth its price before
    /// somebody spoke for it.
    /// </summary>
    private static IEnumerable<PullMove> Advise(PullSeen seen, PullLedger ledger) =>
        seen is { HasAdvisor: true, Pull: { Open: true, Draft: false }, Ci: not null, Revert: null, Change: { } change }
        && seen.Advice?.IsOf(change) != true
        && ledger.Assessment is { Risk.Band: < Band.High } assessment
        && assessment.Head == seen.Pull.Head
            ? [new PullMove.Advise(seen.Pull.Head)]
            : [];

    private static IEnumerable<PullMove> Labels(PullSeen seen, PullLedger ledger)
    {
        var on = seen.Pull.Labels;
        var remove = on.Where(label => LabelNames.Are(label, PullAsks.QueueLabel) && IsOver(seen, ledger)).ToList();
        var add = new List<string>();
        if (seen.Pull.Open || (seen.Pull.Merged && ledger.Ticket > 0))
        {
            var want = Wanted(seen, ledger).ToRow();
            remove.AddRange(on.Where(label => IsOurs(seen, ledger, label) && !LabelNames.Hold(want, label)));
            add.AddRange(want.Where(label => !LabelNames.Hold(on, label)));
        }

        if (add.Count + remove.Count > 0)
        {
            yield return new PullMove.SetLabels(add.Order(StringComparer.Ordinal).ToRow(), remove.Order(StringComparer.Ordinal).ToRow());
        }
    }

    private static IEnumerable<string> Wanted(PullSeen seen, PullLedger ledger)
    {
        if (ledger.Assessment is { } assessment && assessment.Head == seen.Pull.Head)
        {
            if (seen.Policy.Risk.Labels)
            {
                yield return "risk/" + Slugs.Of(assessment.Risk.Band);
            }

            if (assessment.Origin.Class != OriginClass.None)
            {
                yield return "origin/" + Slugs.Of(assessment.Origin.Class);
            }
        }

        if (ledger.Standing.State == PullState.Held)
        {
            yield return HeldLabel;
        }

        // The bot puts it on with the very request that opens the revert, before it has noted what that pull is.
        if (seen.Revert is not null || (seen.Pull.Author.Id == seen.Self.Id && LabelNames.Hold(seen.Pull.Labels, RevertLabel)))
        {
            yield return RevertLabel;
        }
    }

    // Until a head is assessed nobody knows better than the labels that are on; and labels of risk are the users' where the policy wants
    // none.
    private static bool IsOurs(PullSeen seen, PullLedger ledger, string label) =>
        LabelNames.Hold([HeldLabel, RevertLabel], label)
        || (
            ledger.Assessment?.Head == seen.Pull.Head
            && (
                LabelNames.Hold(["origin/agent", "origin/assisted", "origin/automation"], label)
                || (seen.Policy.Risk.Labels && LabelNames.Hold(["risk/low", "risk/medium", "risk/high"], label))
            )
        );

    // On a pull that is open the label goes only after its putting-on was taken in: before that it is a question.
    private static bool IsOver(PullSeen seen, PullLedger ledger) =>
        ledger.Request is null
        && (
            !seen.Pull.Open
            || seen.LabelEvents.LastOrDefault(found => LabelNames.Are(found.Label, PullAsks.QueueLabel)) is { On: true } last
                && (last.At <= ledger.LabelUpTo || last.By.Id == seen.Self.Id)
        );

    private static IEnumerable<PullMove> Check(PullSeen seen, Telling telling)
    {
        var standing = telling.Standing;
        var isHere = standing.Head is null || standing.Head == seen.Pull.Head;
        return !isHere || (standing.State == PullState.Unqueued && seen.Shown.CheckId is null)
            ? []
            : Check(seen.Shown.CheckId, seen.Shown.CheckDigest, seen.Pull.Head, telling);
    }

    /// <summary>
    /// Whoever pushed looks at the new head: there it is told as well that nobody asked for it, and as nothing that failed. Only on the one
    /// that the reason names: those that come after it were in no queue.
    /// </summary>
    private static IEnumerable<PullMove> Unasked(PullSeen seen, Telling telling) =>
        seen.Pull.Open
        && telling.Standing is { State: PullState.Left, Code: Code.HeadMoved, Head: { } from } standing
        && from != seen.Pull.Head
        && standing.Reason == Sentences.HeadMoved(from, seen.Pull.Head)
            ? Check(seen.Shown.CheckId, seen.Shown.CheckDigest, seen.Pull.Head, telling, CheckState.Neutral)
            : [];

    /// <summary>What landed stands on the pull's page as its head: it says the same there.</summary>
    private static IEnumerable<PullMove> Rewritten(PullSeen seen, Telling telling) =>
        seen.Rewritten is { } commit && PullPlace.HasLanded(telling.Standing.State)
            ? Check(seen.Shown.OnRewritten?.Id, seen.Shown.OnRewritten?.Digest, commit, telling)
            : [];

    private static IEnumerable<PullMove> Former(PullSeen seen, PullLedger ledger, Telling telling) =>
        ledger.OldHead is { } old && seen.Shown.Former is { } former
            ? Check(former.Id, former.Digest, old, telling with { Standing = Standings.HeadMoved(seen, old) })
            : [];

    private static IEnumerable<PullMove> Check(long? id, string? shown, Sha head, Telling telling, CheckState? instead = null)
    {
        var state = instead ?? CheckRun.StateOf(telling.Standing.State, telling.Standing.Code);
        // Whom it meets changes with every landing ahead of it: that it meets somebody is news, who it is stands there at the next write.
        var steady = telling with
        {
            Standing = Quiet(telling.Standing),
            Meets = Encounter.None,
            Due = null,
        };
        var digest =
            $"{Slugs.Of(state)}:{Digest(CheckRun.Title(steady) + CheckRun.Summary(steady) + PullRecord.WithoutWorth(PullRecord.Json(steady)) + (telling.Meets.Clashes.Count > 0 ? "meets" : "") + Near(telling.Standing) + Whose(telling.Standing))}";
        if (digest != shown && !IsBackInLine(telling.Standing, shown))
        {
            // A check run that has a conclusion is not opened again: the pull is asked for anew, so it gets a new one.
            var reopens = IsOpen(Slugs.Of(state)) && shown is not null && !IsOpen(shown.Split(':')[0]);
            yield return new PullMove.PutCheck(
                reopens ? null : id,
                head,
                state,
                CheckRun.Title(telling),
                CheckRun.Summary(telling),
                CheckRun.Text(telling),
                digest
            );
        }
    }

    // Each step ahead in a long line would be a write for everybody in it: told is when half of those ahead are gone.
    private static string Near(Standing standing) =>
        standing is { State: PullState.Queued, Position: { } position }
            ? string.Create(CultureInfo.InvariantCulture, $"near{BitOperations.Log2((uint)Math.Max(1, position))}")
            : "";

    // How it landed is told once, and not anew for each word of it; that it was the queue after all, and nobody else, is.
    private static string Whose(Standing standing) => standing is { State: PullState.Landed, ByOthers: true } ? "outside" : "";

    /// <summary>Whether the digest is that of a check run that tells of a head that moved.</summary>
    public static bool IsCancelled(string? digest) => digest is not null && digest.StartsWith("cancelled:", StringComparison.Ordinal);

    // A pull that is dragged along goes from build to build: it is told nothing, and its check stays as it is.
    private static bool IsBackInLine(Standing standing, string? shown) =>
        standing is { State: PullState.Queued, Code: Code.Queued }
        && shown is not null
        && shown.StartsWith("running:", StringComparison.Ordinal);

    private static bool IsOpen(string state) => state is "queued" or "running";

    private static IEnumerable<PullMove> Status(PullSeen seen, Telling telling)
    {
        if (seen.Shown.CommentId is null && !IsWorthAComment(seen.Policy.Notify.Comments, telling.Standing))
        {
            yield break;
        }

        // Where it stands on its way through the canary is the page's to tell; GitHub hears of the verdict.
        if (telling.Standing.State == PullState.Canary && seen.Shown.CommentId is not null)
        {
            yield break;
        }

        var body = Comments.Status(telling with { Standing = Steady(telling.Standing), Meets = Encounter.None });
        if (!IsShown(seen.Shown.CommentBody, body))
        {
            yield return new PullMove.PutComment(seen.Shown.CommentId, Comments.StatusMarker, body);
        }
    }

    private static bool IsWorthAComment(CommentLevel level, Standing standing) =>
        standing.State switch
        {
            PullState.Unqueued => false,
            PullState.Waiting or PullState.Queued or PullState.Testing => level == CommentLevel.All,
            PullState.Ejected or PullState.Held or PullState.Reverted => true,
            PullState.Regressed when standing.Release is not { Innocent: true } => true,
            PullState.Inconclusive when standing.Code == Code.CanaryInvalid => true,
            _ => level != CommentLevel.Problems,
        };

    private static IEnumerable<PullMove> Verdict(PullSeen seen, Telling telling)
    {
        var standing = telling.Standing;
        var must =
            standing is { State: PullState.Regressed, Release.Innocent: false }
            || standing.Code == Code.CanaryInvalid
            || (standing.State == PullState.Reverted && seen.Shown.VerdictId is not null);
        if (must && Comments.Verdict(telling) is var body && !IsShown(seen.Shown.VerdictBody, body))
        {
            yield return new PullMove.PutComment(seen.Shown.VerdictId, Comments.VerdictMarker, body);
        }
    }

    /// <summary>
    /// Without what changes while nothing happens: a place in line and a time to look again are told when there is more to tell. A hold's
    /// end stands still.
    /// </summary>
    private static Standing Steady(Standing standing) =>
        standing with
        {
            Position = null,
            RetryAfter = standing.Code == Code.Held ? standing.RetryAfter : null,
        };

    /// <summary>What makes a check worth a write: not which build it is in, nor how far its canary is.</summary>
    private static Standing Quiet(Standing standing) =>
        standing.State switch
        {
            PullState.Testing => Steady(standing) with { Batch = null, Reason = "", With = [] },
            PullState.Waiting when standing.Code == Code.WipLimit => Steady(standing) with { Reason = "" },
            PullState.Landed => Steady(standing) with { Reason = "" },
            PullState.Canary => Steady(standing) with { State = PullState.Landed, Code = Code.Landed, Reason = "", Release = null },
            _ => Steady(standing),
        };

    private static bool IsShown(string? shown, string body) =>
        shown is not null && PullRecord.WithoutWorth(shown.ReplaceLineEndings("\n").Trim()) == PullRecord.WithoutWorth(body);

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
