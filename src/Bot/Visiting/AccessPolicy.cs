using Sluice.Bot.Settings;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Visiting;

/// <summary>Who may see and do what: the one place where pages, the API and MCP ask.</summary>
internal sealed class AccessPolicy(GitHubSight sight)
{
    /// <summary>Public repositories are everybody's; a private one is for whom GitHub, or the operator by a token, lets read it.</summary>
    public async Task<bool> MayRead(Visitor visitor, Repository repo, CancellationToken stop) =>
        !repo.Private
        || visitor switch
        {
            Visitor.Program program => Allows(program.Token, ApiScopes.Read, repo),
            Visitor.Bearer bearer => await sight.Sees(bearer.Token, repo.FullName, repo.Id, bearer.From, stop),
            Visitor.Person person => await sight.Sees(person.Token, repo.FullName, repo.Id, null, stop),
            _ => false,
        };

    /// <summary>Takes for a name that is not known as long as for a private one that is hidden: the time tells nothing.</summary>
    public Task Wonder(Visitor visitor, string fullName, CancellationToken stop) =>
        visitor switch
        {
            Visitor.Bearer bearer => sight.Sees(bearer.Token, fullName, 0, bearer.From, stop),
            Visitor.Person person => sight.Sees(person.Token, fullName, 0, null, stop),
            _ => Task.CompletedTask,
        };

    /// <summary>Uploads come from an operator's token of that scope, or from a workflow of that very repository.</summary>
    /// <param name="scope">One of <see cref="ApiScopes"/>.</param>
    public static bool MayUpload(Visitor visitor, Repository repo, string scope) =>
        visitor switch
        {
            Visitor.Program program => Allows(program.Token, scope, repo),
            Visitor.Workflow { Claims: var claims } => claims.RepositoryId == repo.Id
                && claims.Repository.Equals(repo.FullName, StringComparison.OrdinalIgnoreCase),
            _ => false,
        };

    private static bool Allows(ApiToken token, string scope, Repository repo) => token.Scopes.Contains(scope) && Reaches(token, repo);

    /// <summary>A token that names no repository is for all that the App reaches.</summary>
    private static bool Reaches(ApiToken token, Repository repo) =>
        token.Repositories.Count == 0 || RepositoryGlobs.Meets(token.Repositories, repo);
}
