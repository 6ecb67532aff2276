using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// How a build comes onto the base. The bot pushes exactly what was tested wherever it can: merges always, squashes and rebases where it
/// may move the heads to them. Where it may not, GitHub merges one pull by itself, and what comes of it has to have the tree that was
/// tested.
/// </summary>
internal static class Ways
{
    public static bool IsOpen(Draft draft, Build build) => build.Content.Count == 1 || IsPushed(draft, build);

    public static bool IsPushed(Draft draft, Build build) =>
        build.Method == MergeMethod.Merge
        || (!build.Grafted && build.Content.All(member => draft.Find(member.Number) is { } entry && IsMovable(draft, entry)));

    /// <summary>It may share a build with others.</summary>
    public static bool IsShared(Draft draft, Entry entry) => draft.Seen.Policy.Queue.Method == MergeMethod.Merge || IsMovable(draft, entry);

    /// <summary>The heads that have to stand at what lands of them.</summary>
    public static Row<HeadMove> Heads(Draft draft, Build build) =>
        build.Method == MergeMethod.Merge
            ? []
            : build.Content.Select(member => Head(draft.Find(member.Number)!, build, draft.Seen.Now)).ToRow();

    /// <summary>
    /// Ends what can never come onto the base: made by another method than the policy's, without the signatures that the base demands, or
    /// of several of which GitHub would have to make the commits, be it that it adds them all or that what it is stacked on is gone and
    /// will not land before it.
    /// </summary>
    public static void TakeIn(Draft draft)
    {
        var ended = new SortedSet<string>(StringComparer.Ordinal);
        var wanted = Signatures.AreWanted(draft);
        foreach (var build in draft.Ledger.Builds.Where(build => build.Id != draft.Ledger.Landing?.Build).ToList())
        {
            var isVain =
                build.Method != draft.Seen.Policy.Queue.Method
                || (wanted && build is { Candidate: not null, Signed: false })
                || build.Below.Any(ended.Contains)
                || (build.Members.Count > 1 && IsLeftToGitHub(draft, build, build.Members))
                || (
                    build.Content.Count > 1
                    && build.Root == draft.Seen.Head
                    && IsLeftToGitHub(draft, build, build.Content)
                    && !draft.Ledger.Builds.Any(below => below.Id == build.Parent)
                );
            if (isVain && draft.Ledger.Builds.Contains(build))
            {
                ended.Add(build.Id);
                draft.End(build);
            }
        }
    }

    private static bool IsLeftToGitHub(Draft draft, Build build, Row<Member> pulls) =>
        build.Method != MergeMethod.Merge
        && (build.Grafted || pulls.Any(member => draft.Find(member.Number) is { } entry && !IsMovable(draft, entry)));

    private static bool IsMovable(Draft draft, Entry entry) =>
        entry.Branch is not null && draft.Seen.Policy.Queue.LandBy == LandBy.Push && !Queue.Heads.IsFixed(draft.Ledger, entry);

    private static HeadMove Head(Entry entry, Build build, DateTimeOffset now) =>
        new(
            entry.Number,
            entry.Head,
            entry.Branch!,
            entry.Own ?? entry.Head,
            build.Merges.First(merge => merge.Number == entry.Number).Commit,
            now
        );
}
