namespace Sluice.Hub.Model;

/// <summary>What GitHub knows of a pull's mergeability: it is computed after somebody asked.</summary>
public sealed record Mergeability(string Head, string Base, bool? Mergeable, string? TestMerge);

public enum ReviewState
{
    Commented,
    Approved,
    ChangesRequested,
    Dismissed,
    Pending,
}

/// <summary>A review of one commit of a pull.</summary>
public sealed class Review(long id, Account author, ReviewState state, string body, string commit, DateTimeOffset at)
{
    public long Id { get; } = id;

    public Account Author { get; } = author;

    public ReviewState State { get; set; } = state;

    public string Body { get; set; } = body;

    public string Commit { get; } = commit;

    public DateTimeOffset SubmittedAt { get; } = at;
}

/// <summary>A label was put on or taken off, by whom.</summary>
public sealed record LabelEvent(long Id, bool Added, Label Label, Account Actor, DateTimeOffset At);

/// <summary>A pull request.</summary>
public sealed class Pull(long id, int number, Repository repository, Account author)
{
    public long Id { get; } = id;

    public int Number { get; } = number;

    public Repository Repository { get; } = repository;

    public Account Author { get; } = author;

    public string Title { get; set; } = "";

    public string? Body { get; set; }

    public string BaseBranch { get; set; } = "";

    /// <summary>The base branch's commit when the pull was last synchronised with it.</summary>
    public string BaseSha { get; set; } = "";

    public Repository? HeadRepository { get; set; }

    public Account HeadOwner { get; set; } = author;

    public string HeadBranch { get; set; } = "";

    public string HeadSha { get; set; } = "";

    public bool IsDraft { get; set; }

    public bool IsOpen
    {
        get;
        set
        {
            field = value;
            if (value)
                Repository.OpenPulls[Number] = this;
            else
                Repository.OpenPulls.Remove(Number);
        }
    }

    public bool MaintainerCanModify { get; set; }

    /// <summary>The App through which it was opened; null: through none.</summary>
    public App? Via { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset? MergedAt { get; set; }

    public Account? MergedBy { get; set; }

    /// <summary>The landed commit once merged.</summary>
    public string? MergeCommit { get; set; }

    public Mergeability? Mergeability { get; set; }

    public SortedDictionary<string, Label> Labels { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<LabelEvent> LabelEvents { get; } = [];

    public SortedDictionary<long, Review> Reviews { get; } = [];

    public bool IsMerged => MergedAt is not null;

    public bool IsFork => HeadRepository != Repository;

    public string HeadRef => $"refs/pull/{Number}/head";

    /// <summary>Each reviewer's last review that says yes or no, by login; later comments do not take it back.</summary>
    public SortedDictionary<string, Review> Verdicts()
    {
        var verdicts = new SortedDictionary<string, Review>(StringComparer.OrdinalIgnoreCase);
        foreach (var review in Reviews.Values)
        {
            if (review.State is ReviewState.Approved or ReviewState.ChangesRequested or ReviewState.Dismissed)
                verdicts[review.Author.Login] = review;
        }

        return verdicts;
    }

    public override string ToString() => $"{Repository}#{Number}";
}
