using System.Text.RegularExpressions;

namespace Sluice.Hub.Model;

public enum Enforcement
{
    Active,
    Evaluate,
    Disabled,
}

/// <summary>A check that must be green; bound to an App when <see cref="AppId"/> is set.</summary>
public sealed record RequiredCheck(string Context, long? AppId = null);

/// <summary>One rule of a ruleset, by GitHub's type names.</summary>
public abstract record Rule(string Type)
{
    /// <summary>One without parameters; null: none of them has that type.</summary>
    public static Rule? Plain(string? type) =>
        type switch
        {
            "creation" => new Creation(),
            "update" => new Update(),
            "deletion" => new Deletion(),
            "non_fast_forward" => new NonFastForward(),
            "required_linear_history" => new LinearHistory(),
            "required_signatures" => new Signatures(),
            _ => null,
        };

    public sealed record Creation() : Rule("creation");

    public sealed record Update() : Rule("update");

    public sealed record Deletion() : Rule("deletion");

    public sealed record NonFastForward() : Rule("non_fast_forward");

    public sealed record LinearHistory() : Rule("required_linear_history");

    public sealed record Signatures() : Rule("required_signatures");

    /// <summary>What the message of every commit has to hold, in GitHub's operators: starts_with, ends_with, contains, regex.</summary>
    public sealed record CommitMessage(string Operator, string Pattern, bool Negate = false) : Rule("commit_message_pattern")
    {
        private static readonly SortedDictionary<string, (string Verb, Func<string, string, bool> Holds)> Operators = new(
            StringComparer.Ordinal
        )
        {
            ["starts_with"] = ("start with", (message, pattern) => message.StartsWith(pattern, StringComparison.Ordinal)),
            ["ends_with"] = ("end with", (message, pattern) => message.TrimEnd('\n').EndsWith(pattern, StringComparison.Ordinal)),
            ["contains"] = ("contain", (message, pattern) => message.Contains(pattern, StringComparison.Ordinal)),
            ["regex"] = ("match", (message, pattern) => Regex.IsMatch(message, pattern, RegexOptions.NonBacktracking)),
        };

        public static bool IsSound(string? name, string? pattern)
        {
            try
            {
                _ = name is "regex" ? new Regex(pattern ?? "", RegexOptions.NonBacktracking) : null;
                return pattern is not null && name is not null && Operators.ContainsKey(name);
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
            {
                return false;
            }
        }

        public string Demand => $"Commit message must {(Negate ? "not " : "")}{Operators[Operator].Verb} \"{Pattern}\".";

        public bool Takes(string message) => Operators[Operator].Holds(message, Pattern) != Negate;
    }

    public sealed record PullRequest(int Approvals = 0, bool DismissStale = false, bool LastPush = false, bool CodeOwners = false)
        : Rule("pull_request")
    {
        /// <summary>Patterns of files that a team has to approve.</summary>
        public IReadOnlyList<string> TeamOver { get; init; } = [];
    }

    public sealed record StatusChecks(RequiredCheck[] Checks, bool Strict = false) : Rule("required_status_checks");

    /// <summary>The branch has GitHub's own queue, whose groups are given up without an answer after a while.</summary>
    public sealed record MergeQueue(int TimeoutMinutes = 60, int MaxBuilds = 5) : Rule("merge_queue")
    {
        public TimeSpan Timeout => TimeSpan.FromMinutes(TimeoutMinutes);
    }
}

/// <summary>Who need not obey: an App ("Integration") by id, a role ("RepositoryRole") by number, or "OrganizationAdmin".</summary>
public sealed record BypassActor(string Type, long? Id, string Mode = "always");

/// <summary>Rules for the branches that its patterns name (~DEFAULT_BRANCH, ~ALL, refs/heads/release/*).</summary>
public sealed class Ruleset(long id, string name)
{
    public long Id { get; } = id;

    public string Name { get; set; } = name;

    public Enforcement Enforcement { get; set; } = Enforcement.Active;

    public List<string> Include { get; } = [];

    public List<string> Exclude { get; } = [];

    public List<BypassActor> Bypass { get; } = [];

    public List<Rule> Rules { get; } = [];

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public bool Applies(Repository repository, string branch) =>
        Include.Exists(p => Matches(p, repository, branch)) && !Exclude.Exists(p => Matches(p, repository, branch));

    private static bool Matches(string pattern, Repository repository, string branch) =>
        pattern switch
        {
            "~ALL" => true,
            "~DEFAULT_BRANCH" => branch == repository.DefaultBranch,
            _ => Glob.Matches(pattern, $"refs/heads/{branch}"),
        };
}

/// <summary>Classic protection of one branch.</summary>
public sealed class Protection
{
    public RequiredCheck[]? Checks { get; set; }

    public bool Strict { get; set; }

    /// <summary>Null: no review is required.</summary>
    public int? Approvals { get; set; }

    public bool DismissStale { get; set; }

    public bool EnforceAdmins { get; set; }

    public bool LinearHistory { get; set; }

    public bool Signatures { get; set; }

    public bool AllowForcePushes { get; set; }

    public bool AllowDeletions { get; set; }

    /// <summary>Null: everybody with write access may push; else these logins and App slugs.</summary>
    public SortedSet<string>? PushAllowed { get; set; }
}
