using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Dapper;
using Npgsql;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Bot.Settings;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Visiting;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Setup;

/// <summary>
/// <c>sluice rotate</c>: another key or webhook secret for the App that was registered at <c>/setup</c>, while every replica works on.
/// </summary>
/// <param name="network">What speaks to GitHub.</param>
public sealed class Rotation(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    /// <summary>How long a former secret is taken: longer than GitHub keeps what it signed and has not delivered yet.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <summary>
    /// Two at once would each forget the secret of the other, and GitHub signs with one of them. Any number does that no other lock has.
    /// </summary>
    internal const long Lock = 0x51_07_1C_E0_00_02;

    /// <summary>GitHub signs webhooks with a secret that is made here, and those from before are taken for a day.</summary>
    public Task<Turned> Secret(CancellationToken stop) =>
        With(
            async (stored, app) =>
            {
                // First those who check know it, then the one who signs.
                var next = app.Following(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
                await stored.Replace(next, stop);
                using var connection = Connect(app.Id, app.PrivateKey);
                var body = JsonSerializer.SerializeToElement(new { secret = next.WebhookSecret });
                switch (
                    await connection.Api.Send(
                        Caller.App,
                        HttpMethod.Patch,
                        "app/hook/config",
                        body,
                        GitHubJson.Default.JsonElement,
                        GitHubJson.Default.JsonElement,
                        stop
                    )
                )
                {
                    case Answer<JsonElement>.Made:
                        var now = clock.GetUtcNow();
                        await stored.Replace(next.Confirmed(now, Overlap), stop);
                        return new(
                            true,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"GitHub signs with a new secret from now on. The former one is taken until {now + Overlap:u}, or until ./sluice rotate forget."
                            )
                        );
                    case Answer<JsonElement>.Refused { Why: var why }:
                        await stored.Replace(app, stop);
                        return new(false, $"GitHub did not take the new secret: {why}. All is as it was.");
                    case Answer<JsonElement>.Later { Undone: true, Why: var why }:
                        await stored.Replace(app, stop);
                        return new(false, $"GitHub did not take the new secret: {why}. All is as it was.");
                    case Answer<JsonElement>.Later { Why: var why }:
                        return new(
                            false,
                            $"Whether GitHub took the new secret is not known: {why}. It and all from before are taken until GitHub is known to have taken one: rotate again."
                        );
                    default:
                        throw new UnreachableException();
                }
            },
            stop
        );

    /// <summary>The secrets from before are taken no more.</summary>
    public Task<Turned> Forget(CancellationToken stop) =>
        With(
            async (stored, app) =>
            {
                if (!app.IsConfirmed)
                {
                    return new(false, "Which secret GitHub signs with is not known, so none is forgotten: ./sluice rotate secret first.");
                }

                await stored.Replace(app with { Formers = [] }, stop);
                return new(
                    true,
                    app.Formers.Count == 0 ? "There was no former webhook secret." : "The former webhook secret is taken no more."
                );
            },
            stop
        );

    /// <param name="pem">As GitHub handed it out; it is tried before it is stored.</param>
    public Task<Turned> Key(string pem, CancellationToken stop) =>
        With(
            async (stored, app) =>
            {
                if (!IsKey(pem))
                {
                    return new(false, "That is no RSA private key in PEM form, as GitHub hands it out.");
                }

                using var connection = Connect(app.Id, pem);
                if (
                    await connection.Api.Get(Caller.App, "app", GitHubJson.Default.JsonElement, stop) is var known
                    && known is not Answer<JsonElement>.Made
                )
                {
                    return new(
                        false,
                        $"GitHub does not take that as a key of the App {app.Slug}, so the one from before stays: {known.Match(_ => "", refused => refused.Why, later => later.Why)}"
                    );
                }

                await stored.Replace(app with { PrivateKey = pem }, stop);
                return new(
                    true,
                    $"The key is stored, and whatever runs takes it up within seconds and says so in its log. Then delete the former one in the settings of the App {app.Slug}."
                );
            },
            stop
        );

    private static bool IsKey(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            rsa.ExportRSAPrivateKey();
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private GitHubConnection Connect(long app, string pem) =>
        new(
            new GitHubAddress(settings.GitHub.ApiUrl, settings.GitHub.WebUrl, app.ToString(CultureInfo.InvariantCulture), pem),
            clock,
            network
        );

    private async Task<Turned> With(Func<StoredApp, Registered, Task<Turned>> work, CancellationToken stop)
    {
        if (settings.GitHub.App is not null)
        {
            return new(
                false,
                "The App's credentials stand in the settings, where only you change them: docs/operating.md, \"Other secrets\", says how to do that without a stop."
            );
        }

        if ((settings.Database ?? PrivatePostgres.Beside(settings.DataPath)) is not { } database || SetupKey.Known(settings) is not { } key)
        {
            return new(false, "No App is known here: run this with the settings of ./sluice serve, while it runs.");
        }

        try
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var turn = await source.OpenConnectionAsync(stop);
            if (!await turn.ExecuteScalarAsync<bool>(new("select pg_try_advisory_lock(@Lock)", new { Lock }, cancellationToken: stop)))
            {
                return new(false, "Another ./sluice rotate is at work on this App: run this again when it has ended.");
            }

            var stored = new StoredApp(source, new Sealing(key, "app"));
            return await stored.Read(stop) is { } app ? await work(stored, app) : new(false, "No App was registered yet: open /setup.");
        }
        catch (NpgsqlException fault)
        {
            return new(false, $"The database does not let us in: {fault.Message}");
        }
    }
}

/// <param name="Done">False: nothing changed.</param>
/// <param name="Says">What came of it, and what is left to do.</param>
public sealed record Turned(bool Done, string Says);
