namespace Sluice.Flow.Repo;

/// <summary>A pull request as GitHub knows it.</summary>
/// <param name="NodeId">GraphQL's id.</param>
/// <param name="HeadRepo">The numeric id of the repository that holds the head branch; null when that fork was deleted.</param>
/// <param name="MergeCommit">The commit that landed it; only when <paramref name="Merged"/>.</param>
/// <param name="Labels">Names, ascending.</param>
/// <param name="Updated">GitHub's own time of the last change: guards against old deliveries.</param>
public sealed record PullRequest(
    int Number,
    string NodeId,
    string Title,
    string Body,
    Actor Author,
    Sha Head,
    string HeadRef,
    long? HeadRepo,
    string Base,
    bool Draft,
    bool Open,
    bool Merged,
    Sha? MergeCommit,
    Row<string> Labels,
    DateTimeOffset Created,
    DateTimeOffset Updated
)
{
    /// <summary>The App through which it was opened (<c>performed_via_github_app</c>); null: none, or not told yet.</summary>
    public long? ViaApp { get; init; }

    public bool IsFork(long repository) => HeadRepo != repository;
}

/// <summary>One commit of a pull request.</summary>
public sealed record CommitInfo(Sha Sha, string AuthorName, string AuthorEmail, string CommitterEmail, string Message, DateTimeOffset At)
{
    /// <summary>What <c>refs/notes/ai</c> says of it; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>A signature that GitHub verified; told of a pull's head alone. Null: none is known.</summary>
    public Signed? Signed { get; init; }
}

/// <summary>Who a commit says that made it: names and addresses, which are all that git knows.</summary>
public sealed record Maker(string AuthorName, string AuthorEmail, string CommitterEmail);

/// <param name="By">Whose key it is.</param>
/// <param name="ByGitHub">GitHub's own key: it made the commit, on its site or by its API, for the author that it names.</param>
public sealed record Signed(Actor By, bool ByGitHub);

/// <summary>What a pull request changes against the merge base with its base branch.</summary>
/// <param name="Files">Ascending by path.</param>
public sealed record Change(Sha MergeBase, Sha Head, Row<FileChange> Files)
{
    /// <summary>All merge bases, of which <see cref="MergeBase"/> is git's first; empty: base and head have no history in common.</summary>
    public Row<Sha> MergeBases { get; init; } = [MergeBase];

    /// <summary>Looked at from several sides: each path once, with the most that is told of it.</summary>
    public static Row<FileChange> Together(IEnumerable<FileChange> files) =>
        files
            .GroupBy(file => file.Path, StringComparer.Ordinal)
            .Select(alike =>
                alike.First() with
                {
                    Added = alike.Max(file => file.Added),
                    Deleted = alike.Max(file => file.Deleted),
                    Kind = alike.Max(file => file.Kind),
                    From = alike.Max(file => file.From),
                    IsBinary = alike.Any(file => file.IsBinary),
                }
            )
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToRow();
}

/// <summary>One changed file. Added and deleted are lines; both zero where it is binary.</summary>
public sealed record FileChange(string Path, int Added, int Deleted, FileChangeKind Kind = FileChangeKind.Modified)
{
    /// <summary>Where a renamed file was before: a rule about paths must look at both.</summary>
    public string? From { get; init; }

    /// <summary>To git it is no text, which one zero byte is enough for: nobody is shown what changes in it.</summary>
    public bool IsBinary { get; init; }

    /// <summary>Every path that it touches.</summary>
    public Row<string> Paths => From is null ? [Path] : [Path, From];
}

public enum FileChangeKind
{
    Added,
    Modified,
    Deleted,
    Renamed,
}

/// <summary>Somebody put a label on, or took it off.</summary>
public sealed record LabelEvent(string Label, bool On, Actor By, DateTimeOffset At);

/// <summary>A review. <paramref name="Permission"/> is the reviewer's in the repository, when it was last asked.</summary>
public sealed record Review(long Id, Actor By, Permission Permission, ReviewState State, Sha? Commit, DateTimeOffset At);

public enum ReviewState
{
    Commented,
    Approved,
    ChangesRequested,
    Dismissed,
}

/// <summary>An issue comment on a pull request.</summary>
/// <param name="Updated">Later than <paramref name="Created"/> when it was edited: then it gives no command.</param>
public sealed record Comment(long Id, Actor By, Permission Permission, string Body, DateTimeOffset Created, DateTimeOffset Updated);
