using Sluice.Flow;

namespace Sluice.Bot.Tests.Stories.Origins;

/// <summary>A pull request that differs from a person's in one thing, and what the record must say of it.</summary>
internal sealed record OriginCase(string Name)
{
    /// <summary>Who opens it, where that is not cleo: the number and the login of the account.</summary>
    public (long Id, string Login)? Account { get; init; }

    /// <summary>The number of the App that opens it for that account.</summary>
    public long? Through { get; init; }

    /// <summary>The account is a person's.</summary>
    public bool IsPerson { get; init; }

    public string Branch { get; init; } = "";

    public string Body { get; init; } = "";

    /// <summary>By whom (null: whoever opens it) and with which message each commit is, the oldest first.</summary>
    public Row<(string? Name, string? Email, string Message)> Commits { get; init; } = [(null, null, "Write docs")];

    /// <summary>What <c>refs/notes/ai</c> says of the newest commit.</summary>
    public string? Note { get; init; }

    /// <summary>A file of Agent Trace that comes along.</summary>
    public string? Trace { get; init; }

    public string Class { get; init; } = "agent";

    public string? Agent { get; init; }

    public int? Level { get; init; } = 2;

    public double Share { get; init; }

    public string? Sponsor { get; init; }

    /// <summary>How its strongest evidence begins; null: there is none.</summary>
    public string? Evidence { get; init; }

    public OriginCase Commit(string message, string? name = null, string? email = null) =>
        this with
        {
            Commits = [(name, email, $"Write docs\n\n{message}".TrimEnd())],
        };

    /// <summary>Nothing is found, whatever it looks like.</summary>
    public OriginCase None => this with { Class = "none", Agent = null, Level = null, Evidence = null };
}
