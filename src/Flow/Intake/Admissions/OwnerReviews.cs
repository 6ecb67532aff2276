using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// Whether those who own what a pull changes have approved it, where the branch demands that. GitHub asks nobody for it who lands around
/// its rules, and the bot does: so it asks itself.
/// </summary>
internal static class OwnerReviews
{
    public static Obstacle.Unowned? Of(PullSeen seen, PullLedger ledger)
    {
        if (!seen.Rules.CodeOwners || seen.Owners is not { } owners || seen.Revert is { Certain: true, SkipReviews: true })
        {
            return null;
        }

        var parties = Parties.Of(seen, ledger.Assessment?.Origin ?? OriginAssessment.None);
        var approvers = ApprovalTally.Approvers(seen, ledger, parties, anyHead: !seen.Rules.DismissStale).ToList();
        var missing = owners
            .Files.Where(part =>
                part.Owners.Any(MayOwn) && !part.Owners.Where(MayOwn).Any(owner => approvers.Exists(who => Is(owner, who)))
            )
            .ToRow();
        return missing.Count == 0
            ? null
            : new Obstacle.Unowned(
                missing,
                missing
                    .SelectMany(part => part.Owners)
                    .Where(owner => owners.Unseen.Any(unseen => IsSame(unseen, owner)))
                    .Distinct()
                    .ToRow()
            );

        bool MayOwn(string owner) => !owners.Barred.Any(barred => IsSame(barred, owner));

        bool Is(string owner, Actor who) =>
            OwnersSeen.Login(owner) is { } login
                ? IsSame(login, who.Login)
                : owners.Stands.Any(stands => IsSame(stands.Owner, owner) && IsSame(stands.Login, who.Login));
    }

    /// <summary>Each owner is asked for once, however the lines of CODEOWNERS spell it.</summary>
    private static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Who owns what a pull changes, by the base branch's CODEOWNERS.</summary>
/// <param name="Files">Those of its paths that somebody owns.</param>
/// <param name="Stands">Which reviewers are of which team, or have which address.</param>
/// <param name="Unseen">Teams and addresses of which GitHub does not tell the App who that is.</param>
/// <param name="Barred">Owners without write access: GitHub takes their line for none.</param>
public sealed record OwnersSeen(Row<Owned> Files, Row<StandsFor> Stands, Row<string> Unseen, Row<string> Barred)
{
    /// <summary>The login that an owner is; null: it is a team or an address.</summary>
    public static string? Login(string owner) => owner.StartsWith('@') && !owner.Contains('/') ? owner[1..] : null;
}

/// <param name="Owner">A team or an address, as CODEOWNERS has it.</param>
public sealed record StandsFor(string Owner, string Login);
