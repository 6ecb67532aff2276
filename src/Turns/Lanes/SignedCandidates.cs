using System.Collections.Concurrent;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Lanes;

/// <summary>
/// Candidates for a base that demands signatures. What the mirror composed is made once more by GitHub's API, commit by commit with the
/// same trees: what an App makes there without naming an author or a committer GitHub signs with its own key. Nothing is pushed.
/// </summary>
internal sealed class SignedCandidates(IGit git, IGitHub github)
{
    private const int Most = 2000;

    /// <summary>Of each pull's commits those without a signature, as GitHub said: on another base it lists others.</summary>
    private readonly ConcurrentDictionary<(long Repo, int Pull, string? Base, Sha Head), Row<Sha>> _unsigned = new();

    /// <returns>Refused: GitHub's words.</returns>
    public async Task<Answer<Composition>> Make(Repository repo, LaneMove.Compose move, Composition plain, CancellationToken stop)
    {
        var drafts = await git.Drafts(repo, move.Onto, plain.Candidate!.Value, move.Members.Select(member => member.Head).ToRow(), stop);
        var made = new Dictionary<Sha, Sha>();
        foreach (var draft in drafts)
        {
            var answer = await github.MakeCommit(
                repo,
                Credited(draft),
                draft.Parents.Select(parent => made.GetValueOrDefault(parent, parent)).ToRow(),
                stop
            );
            if (answer is not Answer<Sha>.Made { Value: var commit })
            {
                return answer.Not<Composition>();
            }

            made[draft.Commit] = commit;
        }

        var candidate = made[plain.Candidate!.Value];
        var branch = await github.MakeBranch(repo, move.Branch, candidate, stop);
        if (branch is not Answer<bool>.Made { Value: var isNew })
        {
            return branch.Not<Composition>();
        }

        (await git.Fetch(repo, stop)).OrThrow();
        if (!isNew)
        {
            return await Copies(repo, move, drafts, stop) is { } copies
                ? await Told(repo, move, plain, copies, stop)
                : new Answer<Composition>.Refused($"{move.Branch} stands at another commit: somebody else pushed there");
        }

        return await Told(repo, move, plain, made, stop);
    }

    /// <summary>
    /// What a crash left on the branch before anybody knew: the same trees of the same members, though by another message, where a
    /// description was edited meanwhile. Null: it is something else.
    /// </summary>
    public async Task<Composition?> Left(Repository repo, LaneMove.Compose move, Composition plain, CancellationToken stop)
    {
        (await git.Fetch(repo, stop)).OrThrow();
        var drafts = await git.Drafts(repo, move.Onto, plain.Candidate!.Value, move.Members.Select(member => member.Head).ToRow(), stop);
        return await Copies(repo, move, drafts, stop) is { } copies ? As(plain, copies) : null;
    }

    private static Composition As(Composition plain, Dictionary<Sha, Sha> made) =>
        plain with
        {
            Candidate = made[plain.Candidate!.Value],
            Merges = plain.Merges.Select(merge => merge with { Commit = made[merge.Commit] }).ToRow(),
        };

    /// <summary>GitHub signs only what names no author: whose work it is stands in a trailer.</summary>
    private static DraftCommit Credited(DraftCommit draft) =>
        draft.Author is not { } author || draft.Message.Contains($"Co-authored-by: {author}", StringComparison.OrdinalIgnoreCase)
            ? draft
            : draft with
            {
                Message =
                    $"{draft.Message.TrimEnd()}{(draft.Message.Contains("\nCo-authored-by: ", StringComparison.OrdinalIgnoreCase) ? "\n" : "\n\n")}Co-authored-by: {author}",
            };

    /// <summary>The commits that stand for the drafts in a chain that is there already; null: it is another.</summary>
    private async Task<Dictionary<Sha, Sha>?> Copies(
        Repository repo,
        LaneMove.Compose move,
        Row<DraftCommit> drafts,
        CancellationToken stop
    )
    {
        if (
            await git.Branch(repo, move.Branch, stop) is not { } there
            || !await git.Has(repo, move.Onto, stop)
            || !await git.IsAncestor(repo, move.Onto, there, stop)
        )
        {
            return null;
        }

        var chain = await git.Drafts(repo, move.Onto, there, [], stop);
        var isSame =
            chain.Count == drafts.Count
            && chain
                .Zip(drafts)
                .All(pair => pair.First.Tree == pair.Second.Tree && pair.First.Parents.Skip(1).SequenceEqual(pair.Second.Parents.Skip(1)));
        return isSame ? chain.Zip(drafts).ToDictionary(pair => pair.Second.Commit, pair => pair.First.Commit) : null;
    }

    private async Task<Answer<Composition>> Told(
        Repository repo,
        LaneMove.Compose move,
        Composition plain,
        Dictionary<Sha, Sha> made,
        CancellationToken stop
    )
    {
        var unsigned = new List<int>();
        foreach (var member in move.Members.Where(member => move.Method == MergeMethod.Merge && plain.Included.Contains(member.Number)))
        {
            var answer = await IsUnsigned(repo, move, member, stop);
            if (answer is not Answer<bool>.Made { Value: var isUnsigned })
            {
                return answer.Not<Composition>();
            }

            unsigned.AddRange(isUnsigned ? [member.Number] : []);
        }

        return new Answer<Composition>.Made(As(plain, made) with { Signed = true, Unsigned = unsigned.Order().ToRow() });
    }

    /// <summary>Merged, its own commits come onto the base as they are.</summary>
    private async Task<Answer<bool>> IsUnsigned(Repository repo, LaneMove.Compose move, Member member, CancellationToken stop)
    {
        var own = (await git.Commits(repo, move.Onto, member.Head, stop)).Select(commit => commit.Sha).ToHashSet();
        var key = (repo.Id, member.Number, Branches.Lane(move.Branch), member.Head);
        if (!_unsigned.TryGetValue(key, out var unsigned))
        {
            var answer = await github.Unsigned(repo, member.Number, stop);
            if (answer is not Answer<Row<Sha>>.Made { Value: var told })
            {
                return answer.Not<bool>();
            }

            if (_unsigned.Count >= Most)
            {
                _unsigned.Clear();
            }

            _unsigned[key] = unsigned = told;
        }

        return new Answer<bool>.Made(unsigned.Any(own.Contains));
    }
}
