namespace Sluice.Flow.Repo;

/// <summary>A repository as GitHub knows it.</summary>
/// <param name="Id">GitHub's numeric id; stays the same through renames and transfers.</param>
/// <param name="Installation">The id of the App's installation that reaches it.</param>
/// <param name="Alive">False once it was archived, deleted, or the App was removed from it.</param>
public sealed record Repository(
    long Id,
    string Owner,
    string Name,
    long Installation,
    bool Private,
    string DefaultBranch,
    bool Alive = true
)
{
    public string FullName => $"{Owner}/{Name}";
}

/// <summary>A user, bot or organization on GitHub.</summary>
/// <param name="Id">The numeric id: the only thing about an actor that nobody else can take.</param>
public sealed record Actor(long Id, string Login, ActorKind Kind = ActorKind.User);

public enum ActorKind
{
    User,
    Bot,
    Organization,
}

/// <summary>What somebody may do in a repository, in rising order.</summary>
public enum Permission
{
    None,
    Read,
    Triage,
    Write,
    Maintain,
    Admin,
}
