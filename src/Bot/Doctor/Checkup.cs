using System.Globalization;
using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Bot.Settings;
using Sluice.Bot.Store.Private;
using Sluice.Flow;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Doctor;

/// <summary><c>sluice doctor</c>: everything that has to be so outside this process for the queue to work. It only reads.</summary>
/// <param name="network">What speaks to GitHub.</param>
public sealed class Checkup(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    /// <summary>In characters. A forger may try as often as he likes.</summary>
    private const int ShortestSecret = 16;

    /// <summary>Where PostgreSQL's programs are; throws where there are none.</summary>
    internal Func<string> Programs { get; init; } = Binaries.Find;

    public async Task<IReadOnlyList<Finding>> All(CancellationToken stop)
    {
        var findings = new List<Finding>
        {
            Finding.Well("settings", "every setting can be read"),
            await new DatabaseCheckup(settings, Programs).Look(stop),
            await new ClockCheckup(settings, network, clock).Look(stop),
            await new ReachCheckup(settings, network, clock).Look(stop),
        };
        findings.AddRange(await new RunningCheckup(settings, network, clock).Look(stop));
        if (await AppInForce.Of(settings, stop) is not { } app)
        {
            findings.Add(
                settings.Database is not null
                    ? new("app", "no GitHub App is registered", "start ./sluice serve and open /setup in a browser")
                : PrivatePostgres.Beside(settings.DataPath) is not null
                    ? new("app", "no GitHub App is registered yet", "open /setup of ./sluice serve in a browser")
                : new(
                    "app",
                    "no GitHub App is known: one that was registered is in the private database, which runs while ./sluice serve does",
                    "start ./sluice serve; open /setup in a browser if none was registered; then ask again"
                )
            );
            return findings;
        }

        findings.AddRange(Guessable(app));
        using var connection = new GitHubConnection(
            new GitHubAddress(
                settings.GitHub.ApiUrl,
                settings.GitHub.WebUrl,
                app.Id.ToString(CultureInfo.InvariantCulture),
                app.PrivateKey
            ),
            clock,
            network
        );
        return [.. findings, .. await Through(connection, app.Id, stop)];
    }

    /// <summary>One that is about to be withdrawn is as good to a forger as the one of now.</summary>
    private static IEnumerable<Finding> Guessable(AppCredentials app) =>
        app.FormerSecrets.Prepend(app.WebhookSecret).Min(secret => secret.Length) is var length && length < ShortestSecret
            ?
            [
                new(
                    "webhook",
                    $"a webhook secret of {Plural.Of(length, "character", "characters")} can be guessed, and whoever knows it can forge deliveries",
                    "set one of at least 32 random characters (openssl rand -hex 32), in the App's settings and here; ./sluice rotate secret does both where the App was registered at /setup"
                ),
            ]
            : [];

    /// <summary>What is to be seen through a connection as the App: all but settings and database.</summary>
    internal async Task<IReadOnlyList<Finding>> Through(GitHubConnection connection, long app, CancellationToken stop)
    {
        var (findings, api) = (new List<Finding>(), connection.Api);
        var known = await api.Get(Caller.App, "app", GitHubJson.Default.JsonElement, stop);
        if (known is Answer<JsonElement>.Later { Why: var why })
        {
            findings.Add(
                new(
                    "app",
                    $"GitHub does not answer at {settings.GitHub.ApiUrl.Authority}: {why}",
                    "check GitHub__ApiUrl, and that this machine may reach it: DNS, proxy, firewall, certificate; else ask again in a while"
                )
            );
            return findings;
        }

        if (known is not Answer<JsonElement>.Made)
        {
            findings.Add(
                new(
                    "app",
                    $"GitHub does not know the App {app}: {Why(known)}",
                    "check GitHub__AppId, GitHub__PrivateKey and GitHub__ApiUrl: is the key of this App, and not withdrawn?"
                )
            );
            return findings;
        }

        var told = ((Answer<JsonElement>.Made)known).Value;
        if (told.ValueKind != JsonValueKind.Object || Text(told, "slug") is not { } slug)
        {
            findings.Add(
                new(
                    "app",
                    $"what answers at {settings.GitHub.ApiUrl} is no GitHub: it tells no App",
                    "check GitHub__ApiUrl: https://api.github.com, or https://HOST/api/v3 on Enterprise Server"
                )
            );
            return findings;
        }

        findings.Add(
            Lacks(told) is { Length: > 0 } lacks
                ? new(
                    "app",
                    $"the App {slug} lacks {lacks}",
                    $"allow it in the App's settings (Permissions & events), and accept it where the App is installed"
                )
                : Finding.Well("app", $"the App {slug} has the permissions and events that it needs")
        );
        findings.AddRange(await Webhook(api, new Redelivery(connection), stop));
        findings.AddRange(await Installations(api, told, stop));
        switch (await new GitHubClient(connection).Repositories(stop))
        {
            case Answer<FactPage>.Made(var page):
                var repos = page
                    .Facts.OfType<RepositoryFact>()
                    .Select(fact => fact.Repository)
                    .Where(repo => repo.Alive)
                    .OrderBy(repo => repo.FullName, StringComparer.Ordinal);
                foreach (var repo in repos)
                {
                    findings.AddRange(await new RepositoryCheckup(api, slug, settings.GitHub.WebUrl).Of(repo, stop));
                }

                break;
            case var trouble:
                findings.Add(new("app", $"its repositories cannot be read: {Why(trouble)}", "ask again in a while"));
                break;
        }

        return findings;
    }

    private async Task<IReadOnlyList<Finding>> Webhook(GitHubApi api, Redelivery redelivery, CancellationToken stop)
    {
        var findings = new List<Finding>();
        var wants = settings.PublicUrl is { } address ? $"{address.AbsoluteUri.TrimEnd('/')}/webhooks" : null;
        if (await api.Get(Caller.App, "app/hook/config", GitHubJson.Default.JsonElement, stop) is not Answer<JsonElement>.Made(var hook))
        {
            return [new("webhook", "the App's webhook cannot be read", "ask again in a while")];
        }

        var url = Text(hook, "url");
        findings.Add(
            (url, wants) switch
            {
                (null, _) => new(
                    "webhook",
                    "the App has no webhook",
                    $"set its address in the App's settings: {wants ?? "https://YOUR-HOST/webhooks"}, content type application/json"
                ),
                (_, null) => new(
                    "webhook",
                    $"GitHub delivers to {url}; whether that is here is not known",
                    "set Web__PublicUrl to the address that GitHub reaches this process at"
                ),
                _ when !url!.Equals(wants, StringComparison.OrdinalIgnoreCase) => new(
                    "webhook",
                    $"GitHub delivers to {url}, and this process is at {wants}",
                    "change the webhook's address in the App's settings, or Web__PublicUrl"
                ),
                _ => Finding.Well("webhook", $"GitHub delivers to {url}"),
            }
        );
        if (Text(hook, "content_type") is { } type && type != "json")
        {
            findings.Add(new("webhook", $"it is sent as {type}", "set its content type to application/json"));
        }

        var all = await redelivery.Missed(stop) is Answer<Flow.Row<HookAttempt>>.Made(var found) ? found : [];
        var (missed, forged) = (all.Count, all.Count(each => each.IsForged));
        if (forged > 0)
        {
            findings.Add(
                new(
                    "webhook",
                    $"{Plural.Of(forged, "delivery was", "deliveries were")} refused for {(forged == 1 ? "its signature" : "their signatures")}: GitHub signs with another secret than is known here",
                    "set the webhook secret in the App's settings to that of GitHub__WebhookSecret, or ./sluice rotate secret where the App was registered at /setup; then ./sluice replay"
                )
            );
        }

        findings.Add(
            missed > 0
                ? new(
                    "webhook",
                    $"{Plural.Of(missed, "delivery", "deliveries")} of the last days never arrived",
                    "./sluice replay asks GitHub for what did not arrive; the sweep repairs what it told in any case"
                )
                : Finding.Well("webhook", "no delivery of the last days was missed")
        );
        return findings;
    }

    private async Task<IReadOnlyList<Finding>> Installations(GitHubApi api, JsonElement app, CancellationToken stop)
    {
        var told = await api.Get(Caller.App, "app/installations?per_page=100", GitHubJson.Default.JsonElement, stop);
        if (told is not Answer<JsonElement>.Made(var all))
        {
            return [new("app", "its installations cannot be read", "ask again in a while")];
        }

        if (all.GetArrayLength() == 0)
        {
            return [new("app", "it is installed nowhere", $"install it: {Page(app)}/installations/new")];
        }

        return
        [
            .. all.EnumerateArray()
                .Select(each => (Account: Text(each.GetProperty("account"), "login"), Each: each))
                .Select(each =>
                    Text(each.Each, "suspended_at") is not null
                        ? new Finding(
                            "app",
                            $"its installation on {each.Account} is suspended",
                            $"{each.Account}'s owner can lift that in its settings, under GitHub Apps"
                        )
                    : Lacks(each.Each) is { Length: > 0 } lacks
                        ? new(
                            "app",
                            $"on {each.Account} it was not granted {lacks}",
                            $"{each.Account}'s owner has to accept the App's new permissions in its settings, under GitHub Apps"
                        )
                    : Finding.Well("app", $"it is installed on {each.Account}")
                ),
        ];
    }

    /// <summary>The App's own: on Enterprise Server it lies elsewhere than on GitHub.com, so GitHub's word goes before.</summary>
    private string Page(JsonElement app) =>
        Text(app, "html_url") ?? $"{settings.GitHub.WebUrl.AbsoluteUri.TrimEnd('/')}/apps/{Text(app, "slug")}";

    private static string Lacks(JsonElement granted) => string.Join(", ", Wanted.Read().Lacks(granted));

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Why<T>(Answer<T> answer) => answer.Match(_ => "", refused => refused.Why, later => later.Why);
}
