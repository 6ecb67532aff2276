using Sluice.Flow;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>Finds out whose files a pull changes, and which of its reviewers those are.</summary>
internal sealed class OwnersOf(IGit git, Asked asked)
{
    /// <summary>Of more, GitHub is asked no more: a change of so many parts is looked at in parts.</summary>
    private const int MostOwners = 50;

    public async Task<OwnersSeen?> Change(
        Repository repo,
        BranchRules rules,
        Sha onto,
        Change? change,
        Row<Review> reviews,
        CancellationToken stop
    )
    {
        if (!rules.CodeOwners || change is null)
        {
            return null;
        }

        if (await CodeOwnersFile.At(git, repo, onto, stop) is not { } file)
        {
            return new OwnersSeen([], [], [], []);
        }

        var parts = file.By(change.Files.SelectMany(each => each.Paths));
        var owners = parts.SelectMany(part => part.Owners).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostOwners).ToList();
        var reviewers = reviews
            .Where(review => review.State == ReviewState.Approved && review.Permission >= Permission.Write)
            .Select(review => review.By.Login)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var (stands, unseen, barred) = (new List<StandsFor>(), new SortedSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var owner in owners)
        {
            if (OwnersSeen.Login(owner) is { } login)
            {
                if (
                    !reviewers.Contains(login, StringComparer.OrdinalIgnoreCase)
                    && await asked.Permission(repo, login, stop) < Permission.Write
                )
                {
                    barred.Add(owner);
                }

                continue;
            }

            foreach (var reviewer in reviewers)
            {
                switch (await asked.StandsFor(repo, owner, reviewer, stop))
                {
                    case true:
                        stands.Add(new StandsFor(owner, reviewer));
                        break;
                    case null:
                        unseen.Add(owner);
                        break;
                }
            }
        }

        return new OwnersSeen(parts, stands.ToRow(), unseen.ToRow(), barred.ToRow());
    }
}
