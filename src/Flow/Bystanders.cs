using Sluice.Flow.Commands;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow;

/// <summary>Whom it costs nothing that GitHub does not answer, and whom it does.</summary>
public static class Bystanders
{
    /// <summary>
    /// Whether a pull request's turn stands still meanwhile: nobody waits for one that is not in line and is not asked for anything, by a
    /// command that was not taken in yet either. What the bot itself opened goes on.
    /// </summary>
    /// <param name="pull">Null: it is not known yet, and is looked at.</param>
    /// <param name="ledger">Null: no turn of it was taken.</param>
    public static bool CanWait(PullRequest? pull, PullLedger? ledger, IEnumerable<Comment> said) =>
        pull is not null
        && !pull.HeadRef.StartsWith("sluice/", StringComparison.Ordinal)
        && ledger is not { IsAlive: true }
        && said.All(comment => ledger?.Heard(comment.Id) == true || !CommandReader.MayHold(comment.Body));

    /// <summary>Whether people of a repository are told afterwards: somebody was in line before it was over.</summary>
    /// <param name="lane">The default branch's; null: nothing was ever queued for it.</param>
    public static bool AreTold(LaneLedger? lane, IEnumerable<PullLedger> pulls, DateTimeOffset until) =>
        lane is not null && pulls.Any(pull => pull.Admission is { } admission && admission.Since <= until);
}
