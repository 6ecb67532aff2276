using Sluice.Bot.Settings;

namespace Sluice.Bot.Visiting;

/// <summary>Who asks something of the web face. What they may see is <see cref="AccessPolicy"/>'s to say.</summary>
internal abstract record Visitor
{
    private Visitor() { }

    /// <summary>Nobody in particular: no credential, or one that says nothing.</summary>
    public sealed record Nobody : Visitor;

    /// <summary>A token that an operator made.</summary>
    public sealed record Program(ApiToken Token) : Visitor
    {
        public override string ToString() => $"the token {Token.Name}";
    }

    /// <summary>A token of GitHub's, whosever it is: GitHub says what it may read.</summary>
    public sealed record Bearer(string Token) : Visitor
    {
        /// <summary>The address that it came from.</summary>
        public string From { get; init; } = "";

        public override string ToString() => "a GitHub token"; // never the token
    }

    /// <summary>Somebody who signed in with GitHub.</summary>
    public sealed record Person(string Login, long Id, string Token) : Visitor
    {
        public override string ToString() => Login;
    }

    /// <summary>A run of GitHub Actions, by the token that GitHub signed for it.</summary>
    public sealed record Workflow(WorkflowClaims Claims) : Visitor;
}

/// <summary>What GitHub says of a workflow's run.</summary>
/// <param name="Repository">owner/name.</param>
/// <param name="RepositoryId">Stays when the name is given to another.</param>
public sealed record WorkflowClaims(string Repository, long RepositoryId)
{
    /// <summary>What the run ran on, such as <c>refs/heads/main</c> or <c>refs/pull/12/merge</c>; null: its issuer does not say.</summary>
    public string? Ref { get; init; }

    /// <summary>The commit that the run's own code is of; null: its issuer does not say.</summary>
    public string? Sha { get; init; }
}
