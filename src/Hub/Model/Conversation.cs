namespace Sluice.Hub.Model;

/// <summary>A comment on a pull's conversation.</summary>
public sealed class IssueComment(long id, Pull pull, Account author, string body)
{
    public long Id { get; } = id;

    public Pull Pull { get; } = pull;

    public Account Author { get; } = author;

    public App? Via { get; init; }

    public string Body { get; set; } = body;

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The classifier under which it was minimized (OUTDATED, RESOLVED, …), or null.</summary>
    public string? Minimized { get; set; }

    /// <summary>Reactions by id.</summary>
    public SortedDictionary<long, Reaction> Reactions { get; } = [];
}

/// <summary>A reaction; content is one of +1, -1, laugh, confused, heart, hooray, rocket, eyes.</summary>
public sealed record Reaction(long Id, Account Author, string Content, DateTimeOffset CreatedAt);
