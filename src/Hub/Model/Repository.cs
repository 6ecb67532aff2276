using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>A repository: its git, its people, its rules and its numbered pulls.</summary>
public sealed class Repository
{
    public Repository(long id, Account owner, string name, IGit git)
    {
        (Id, Owner, Name, Git) = (id, owner, name, git);
        History = new History(git);
    }

    public long Id { get; }

    public Account Owner { get; internal set; }

    public string Name { get; internal set; }

    public string FullName => $"{Owner.Login}/{Name}";

    public IGit Git { get; }

    public History History { get; }

    public string DefaultBranch { get; set; } = "main";

    public string Description { get; init; } = "";

    public bool IsPrivate { get; set; }

    /// <summary>Nobody may change anything in it.</summary>
    public bool IsArchived { get; internal set; }

    public Repository? Parent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset PushedAt { get; set; }

    public MergeSettings Merging { get; set; } = new();

    /// <summary>Roles by login; organization members have <see cref="BaseRole"/> besides.</summary>
    public SortedDictionary<string, Role> Collaborators { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Role BaseRole { get; set; } = Role.Read;

    public SortedDictionary<int, Pull> Pulls { get; } = [];

    /// <summary>Those of <see cref="Pulls"/> that are open; kept by the pulls themselves.</summary>
    public SortedDictionary<int, Pull> OpenPulls { get; } = [];

    public SortedDictionary<string, Label> Labels { get; } = new(StringComparer.OrdinalIgnoreCase);

    public SortedDictionary<long, Ruleset> Rulesets { get; } = [];

    /// <summary>Classic protection by branch name.</summary>
    public SortedDictionary<string, Protection> Protections { get; } = new(StringComparer.Ordinal);

    /// <summary>Check runs and statuses of all commits.</summary>
    public CommitMarks Marks { get; } = new();

    /// <summary>Issues that are no pulls, by number.</summary>
    public SortedDictionary<int, Issue> Issues { get; } = [];

    /// <summary>Issue comments (on pulls) by id.</summary>
    public SortedDictionary<long, IssueComment> Comments { get; } = [];

    public SortedDictionary<long, Deployment> Deployments { get; } = [];

    public SortedDictionary<long, Workflow> Workflows { get; } = [];

    public SortedDictionary<long, WorkflowRun> WorkflowRuns { get; } = [];

    /// <summary>Every move of a branch, in order: what the referee of a run reads.</summary>
    public List<Landing> Landings { get; } = [];

    public int NextNumber { get; set; } = 1;

    public Role RoleOf(Account account)
    {
        if (account == Owner)
            return Role.Admin;
        var role = Collaborators.GetValueOrDefault(account.Login);
        if (Owner.Members.Contains(account.Login) && BaseRole > role)
            role = BaseRole;
        return role == Role.None && !IsPrivate ? Role.Read : role;
    }

    public string? Branch(string name) => Git.Ref($"refs/heads/{name}");

    public IEnumerable<KeyValuePair<string, string>> Branches =>
        Git
            .Refs.Where(r => r.Key.StartsWith("refs/heads/", StringComparison.Ordinal))
            .Select(r => KeyValuePair.Create(r.Key["refs/heads/".Length..], r.Value));

    /// <summary>A branch, tag or full ref name, or an id, as REST paths name commits.</summary>
    public string? Resolve(string committish) =>
        Git.Peel(
            Git.Ref($"refs/heads/{committish}")
                ?? Git.Ref($"refs/tags/{committish}")
                ?? Git.Ref($"refs/{committish}")
                ?? Git.Ref(committish)
                ?? committish
        );

    public override string ToString() => FullName;
}

/// <summary>Which ways of merging the repository offers.</summary>
public sealed record MergeSettings(
    bool AllowMerge = true,
    bool AllowSquash = true,
    bool AllowRebase = true,
    bool AllowAuto = false,
    bool DeleteBranch = false
)
{
    public string SquashTitle { get; init; } = "COMMIT_OR_PR_TITLE";

    public string SquashMessage { get; init; } = "COMMIT_MESSAGES";

    public string MergeTitle { get; init; } = "MERGE_MESSAGE";

    public string MergeMessage { get; init; } = "PR_TITLE";
}

/// <summary>A branch moved: by whom, how, from where to where.</summary>
public sealed record Landing(string Branch, string Before, string After, Account Actor, string Via, bool Forced, DateTimeOffset At);

/// <summary>A label of a repository. Colour: six hexadecimal digits.</summary>
public sealed class Label(long id, string name)
{
    public long Id { get; } = id;

    public string Name { get; set; } = name;

    public string Color { get; set; } = "ededed";

    public string? Description { get; set; }

    public bool IsDefault { get; init; }
}
