namespace Sluice.Hub.Model;

/// <summary>An issue that is no pull request; both are numbered in one row.</summary>
public sealed class Issue(long id, int number, Repository repository, Account author, string title)
{
    public long Id { get; } = id;

    public int Number { get; } = number;

    public Repository Repository { get; } = repository;

    public Account Author { get; } = author;

    public App? Via { get; init; }

    public string Title { get; set; } = title;

    public string? Body { get; set; }

    public bool IsOpen { get; set; } = true;

    /// <summary>completed, not_planned or reopened; null: never closed.</summary>
    public string? StateReason { get; set; }

    public bool IsPinned { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public override string ToString() => $"{Repository}#{Number}";
}
