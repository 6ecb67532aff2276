using Sluice.Bot.GitHub.Wire;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Who the teams and addresses are that CODEOWNERS names.</summary>
internal sealed class Owners(Api api)
{
    public Task<Answer<StandsForFact>> StandsFor(Repository repo, string owner, string login, CancellationToken stop) =>
        (owner.StartsWith('@') ? Team(repo, owner[1..], login, stop) : Address(repo, owner, login, stop)).Map(found => new StandsForFact(
            repo.Id,
            Stamps.Of(api.Now),
            owner,
            login,
            found
        ));

    /// <summary>
    /// A team of another organization owns nothing. Whoever is no member, or is invited only, is none; 403: the App may not see members.
    /// </summary>
    private Task<Answer<bool?>> Team(Repository repo, string team, string login, CancellationToken stop) =>
        team.Split('/') is [var org, var slug] && org.Equals(repo.Owner, StringComparison.OrdinalIgnoreCase)
            ? api.Get(
                    repo.Caller(),
                    $"orgs/{Api.Part(org)}/teams/{Api.Part(slug)}/memberships/{Api.Part(login)}",
                    GitHubJson.Default.MembershipJson,
                    stop
                )
                .Or(new MembershipJson("none"), 404)
                .Or(new MembershipJson(null), 403)
                .Map(found => found.State is { } state ? state == "active" : (bool?)null)
            : Task.FromResult<Answer<bool?>>(new Answer<bool?>.Made(false));

    /// <summary>GitHub knows whose an address is by the commits that were made with it. Where there is none, nobody knows.</summary>
    private Task<Answer<bool?>> Address(Repository repo, string address, string login, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"commits?author={Api.Part(address)}&per_page=1"), GitHubJson.Default.AuthoredJsonArray, stop)
            .Map(commits =>
                commits is [{ Author.Login: { } author }, ..] ? author.Equals(login, StringComparison.OrdinalIgnoreCase) : (bool?)null
            );
}
