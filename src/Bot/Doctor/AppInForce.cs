using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Visiting;

namespace Sluice.Bot.Doctor;

/// <summary>
/// The App that a bot with these settings goes by: the one that they name, or the one that was registered at <c>/setup</c>.
/// </summary>
internal static class AppInForce
{
    /// <summary>Null: there is none, or the database that would know it cannot be asked.</summary>
    /// <exception cref="SettingsException">One is stored, and the key is missing or does not open it.</exception>
    public static async Task<AppCredentials?> Of(BotSettings settings, CancellationToken stop)
    {
        if (settings.GitHub.App is { } told)
        {
            return told;
        }

        if ((settings.Database ?? PrivatePostgres.Beside(settings.DataPath)) is not { } database)
        {
            return null;
        }

        try
        {
            await using var source = NpgsqlDataSource.Create(database);
            if (SetupKey.Known(settings) is not { } key)
            {
                await StoredApp.WantNone(source, stop);
                return null;
            }

            return (await new StoredApp(source, new Sealing(key, "app")).Read(stop))?.Into(settings.GitHub, DateTimeOffset.MaxValue).App;
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
