using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>The App itself: who it is, where it is installed, and who may do what there.</summary>
internal sealed class Installed(Api api)
{
    /// <summary>GitHub lets an organization have a hundred thousand repositories.</summary>
    private const int MostPages = 1000;

    private Self? _self;

    public async Task<Answer<Self>> WhoAmI(CancellationToken stop)
    {
        if (_self is { } known)
        {
            return new Answer<Self>.Made(known);
        }

        var answer = await api.Get(Caller.App, "app", GitHubJson.Default.AppJson, stop).Then(app => Bot(app, stop));
        _self = answer is Answer<Self>.Made(var self) ? self : _self;
        return answer;
    }

    public async Task<Answer<FactPage>> Repositories(CancellationToken stop)
    {
        var (facts, isWhole) = (new List<Fact>(), true);
        return await Installations(stop)
            .Then(async installations =>
            {
                foreach (var installation in installations)
                {
                    var caller = new Caller(installation.Id);
                    switch (
                        await api.All(
                            caller,
                            "installation/repositories?per_page=100",
                            GitHubJson.Default.RepositoryPageJson,
                            page => page.Repositories,
                            stop,
                            MostPages
                        )
                    )
                    {
                        case Answer<Row<RepositoryJson>>.Made(var all):
                            facts.AddRange(all.Select(repository => RestFacts.Repository(installation.Id, repository, api.Now)));
                            break;
                        case Answer<Row<RepositoryJson>>.Refused or Answer<Row<RepositoryJson>>.Later { Undone: true }:
                            // Taken away or suspended in between, or out of its own hour's requests: the others still count.
                            isWhole = false;
                            break;
                        case Answer<Row<RepositoryJson>>.Later later:
                            return later.Not<FactPage>();
                    }
                }

                return (Answer<FactPage>)new Answer<FactPage>.Made(new FactPage(facts, null) { IsWhole = isWhole });
            });
    }

    public Task<Answer<PermissionFact>> Permission(Repository repo, string login, CancellationToken stop) =>
        api.Get(repo.Caller(), repo.Path($"collaborators/{Api.Part(login)}/permission"), GitHubJson.Default.PermissionJson, stop)
            .Or(new PermissionJson("none", null), 404)
            .Map(found => new PermissionFact(repo.Id, Stamps.Of(api.Now), login, States.Permission(found.RoleName, found.Permission)));

    private Task<Answer<Row<InstallationJson>>> Installations(CancellationToken stop) =>
        api.All(Caller.App, "app/installations?per_page=100", GitHubJson.Default.InstallationJsonArray, page => page, stop)
            .Map(all => all.Where(installation => installation.SuspendedAt is null).ToRow());

    /// <summary>Users can be read by an installation, not by the App: by any that may, for all of them wait for it.</summary>
    private Task<Answer<Self>> Bot(AppJson app, CancellationToken stop) =>
        Installations(stop)
            .Then(async installations =>
            {
                Answer<AccountJson> answer = new Answer<AccountJson>.Later(
                    api.Now + TimeSpan.FromMinutes(1),
                    "the App is installed nowhere yet"
                );
                foreach (var installation in installations)
                {
                    answer = await api.Get(
                        new Caller(installation.Id),
                        $"users/{Api.Part($"{app.Slug}[bot]")}",
                        GitHubJson.Default.AccountJson,
                        stop
                    );
                    if (answer is not (Answer<AccountJson>.Refused or Answer<AccountJson>.Later { Undone: true }))
                    {
                        break;
                    }
                }

                return answer.Map(account => new Self(app.Id, new Actor(account.Id, account.Login ?? $"{app.Slug}[bot]", ActorKind.Bot)));
            });
}
