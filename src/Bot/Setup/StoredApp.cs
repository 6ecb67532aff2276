using System.Text.Json;
using Dapper;
using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Setup;

/// <summary>The App that was registered at <c>/setup</c>, in the database, sealed with the operator's key.</summary>
internal sealed class StoredApp(NpgsqlDataSource database, Sealing sealing)
{
    private const string Otherwise =
        "Set the key that they were stored with, or set GitHub__AppId, GitHub__PrivateKey and GitHub__WebhookSecret.";

    /// <summary>Of a process without a key, which would else take itself for one that is to register an App.</summary>
    /// <exception cref="SettingsException">One is stored.</exception>
    public static async Task WantNone(NpgsqlDataSource database, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (await connection.ExecuteScalarAsync<bool>(new("select exists (select 1 from app)", cancellationToken: stop)))
        {
            throw new SettingsException([
                $"Data__EncryptionKey: it is missing, and the database holds an App's credentials that are sealed with one. {Otherwise}",
            ]);
        }
    }

    /// <summary>Null: none is stored.</summary>
    /// <exception cref="SettingsException">One is stored, and this key does not open it.</exception>
    public async Task<Registered?> Read(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (await connection.ExecuteScalarAsync<string?>(new("select body from app", cancellationToken: stop)) is not { } body)
        {
            return null;
        }

        return sealing.Open(body) is { } plain && JsonSerializer.Deserialize<Registered>(plain) is { } app
            ? app
            : throw new SettingsException([$"Data__EncryptionKey: does not open the App's credentials in the database. {Otherwise}"]);
    }

    /// <summary>Puts another in its place.</summary>
    /// <returns>False: none is stored.</returns>
    public async Task<bool> Replace(Registered app, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteAsync(
                new(
                    "update app set body = @Body",
                    new { Body = sealing.Seal(JsonSerializer.SerializeToUtf8Bytes(app)) },
                    cancellationToken: stop
                )
            ) == 1;
    }

    /// <returns>False: there is one already.</returns>
    public async Task<bool> Keep(Registered app, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        return await connection.ExecuteAsync(
                new(
                    "insert into app (single, body) values (true, @Body) on conflict do nothing",
                    new { Body = sealing.Seal(JsonSerializer.SerializeToUtf8Bytes(app)) },
                    cancellationToken: stop
                )
            ) == 1;
    }
}
