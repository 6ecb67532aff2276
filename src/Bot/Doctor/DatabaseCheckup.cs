using Npgsql;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;

namespace Sluice.Bot.Doctor;

/// <summary>Whether there is a database to work on, and of which version.</summary>
/// <param name="programs">Where PostgreSQL's are; throws where there are none.</param>
internal sealed class DatabaseCheckup(BotSettings settings, Func<string> programs)
{
    public async Task<Finding> Look(CancellationToken stop)
    {
        if (settings.Database is not { } database)
        {
            try
            {
                DataPath.Try(settings.DataPath);
                return PrivatePostgres.Beside(settings.DataPath) is not null || IsInstalled()
                    ? Finding.Well(
                        "database",
                        $"a private PostgreSQL below {settings.DataPath}: for one machine, and for trying things out"
                    )
                    : new(
                        "database",
                        "PostgreSQL is not installed here, and none is named that runs elsewhere",
                        "install it (Debian, Ubuntu: apt-get install postgresql), or set Database__ConnectionString"
                    );
            }
            catch (SettingsException fault)
            {
                return new("database", fault.Message, "set Data__Path to a folder that this user may write to");
            }
        }

        try
        {
            await using var source = NpgsqlDataSource.Create(database);
            await using var command = source.CreateCommand("select coalesce((select max(number) from migrations), 0)");
            var (schema, ours) = ((int)(await command.ExecuteScalarAsync(stop))!, Migrations.All[^1].Number);
            return schema > ours
                ? new(
                    "database",
                    $"it has schema {schema}, and this version knows {ours}",
                    "run the version that migrated it, or a newer one"
                )
                : Finding.Well("database", $"it answers, with schema {schema}{(schema < ours ? $" ({ours} after the next start)" : "")}");
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return Finding.Well("database", "it answers, and is empty yet");
        }
        catch (NpgsqlException fault)
        {
            return new(
                "database",
                $"it does not let us in: {fault.Message}",
                "check Database__ConnectionString, and that this machine may reach it"
            );
        }
    }

    private bool IsInstalled()
    {
        try
        {
            programs();
            return true;
        }
        catch (PrivatePostgresException)
        {
            return false;
        }
    }
}
