using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Lanes;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Stacks;

/// <summary>Pulls that are aimed at the head branch of another: on which one each stands, and where the chain of them ends.</summary>
public sealed class Aims(IStore store, IGit git, IGitHub github, Asked asked, Books books)
{
    private const int Deepest = 20;

    /// <summary>Null: its base is nobody's head, or a ring of them.</summary>
    internal async Task<Aim?> Of(Repository repo, PullRequest pull, CancellationToken stop)
    {
        if (!pull.Open || pull.Base == repo.DefaultBranch)
        {
            return null;
        }

        var (at, first) = (pull, (int?)null);
        var (passed, over) = (new SortedSet<int> { pull.Number }, new List<string>());
        for (var depth = 0; depth < Deepest && at.Base != repo.DefaultBranch && await Below(repo, at, stop) is { } below; depth++)
        {
            if (!passed.Add(below.Number))
            {
                return null;
            }

            over.Add(at.Base);
            (at, first) = (below, first ?? below.Number);
        }

        return first is { } on ? new Aim(at.Base, on, over.ToRow()) : null;
    }

    /// <summary>
    /// Aims it at a branch on GitHub. That it stood on another is kept before: it is not forgotten by being aimed elsewhere.
    /// </summary>
    internal async Task<Made> Make(Repository repo, int number, string onto, CancellationToken stop)
    {
        if (await store.Find<PullFact>(repo.Id, "", Numbers.Key(number), stop) is not { Pull: { Open: true } pull } || pull.Base == onto)
        {
            return Made.Well;
        }

        if (await store.Find<StackFact>(repo.Id, "", Numbers.Key(number), stop) is { } stack)
        {
            await books.Keep(stack with { Stamp = books.After(stack), Aimed = onto }, stop);
        }

        var answer = await github.Retarget(repo, pull, onto, stop);
        if (answer is Answer<PullFact>.Made { Value: var fact })
        {
            await books.Tell([fact, new AimFact(repo.Id, books.Stamp, number, pull.Base, onto, null)], stop);
        }
        else if (answer is Answer<PullFact>.Refused refused && Made.Of(answer) is not Made.Refused { Passes: true })
        {
            await books.Tell([new AimFact(repo.Id, books.Stamp, number, pull.Base, onto, refused.Why)], stop);
        }

        return Made.Of(answer);
    }

    /// <summary>GitHub's words when it would not aim it at the lane; null: it was not asked, or did not refuse.</summary>
    internal async Task<string?> Refused(Repository repo, int number, string? from, string onto, CancellationToken stop) =>
        from is null ? null : (await store.Find<AimFact>(repo.Id, Numbers.Key(number), AimFact.KeyOf(from, onto), stop))?.Refused;

    /// <summary>The pull whose head its base is: an open one, or the one that it was when it was looked at before.</summary>
    private async Task<PullRequest?> Below(Repository repo, PullRequest pull, CancellationToken stop)
    {
        // Where a branch stays, its own pull to the next one (develop to main) is nothing that others stand on.
        if (Heads.LongLived().IsMatch(pull.Base) || (await asked.Rules(repo, pull.Base, stop)).Guarded)
        {
            return null;
        }

        var known = await store.Find<StackFact>(repo.Id, "", Numbers.Key(pull.Number), stop);
        var open = await git.Branch(repo, pull.Base, stop) is { } tip
            ? (await store.WithHeads(repo.Id, [tip], stop))
                .Select(fact => fact.Pull)
                .Where(other => other.Number != pull.Number && Heads.IsHead(repo, other, pull.Base))
                .MinBy(other => other.Number)
            : null;
        if (open is not null && (known?.Branch != pull.Base || known.On != open.Number))
        {
            await books.Keep(new StackFact(repo.Id, books.Stamp, pull.Number, pull.Base, open.Number, null), stop);
        }

        return open ?? (known?.Branch == pull.Base ? (await store.Find<PullFact>(repo.Id, "", Numbers.Key(known.On), stop))?.Pull : null);
    }
}

/// <param name="Base">Where the chain ends: the branch onto which all of it is to land.</param>
/// <param name="On">The pull that it stands on.</param>
/// <param name="Over">The bases that lie before that one in the chain, its own first.</param>
internal sealed record Aim(string Base, int On, Row<string> Over);
