using System.Data;
using System.Globalization;
using System.Reflection;
using Dapper;
using Npgsql;

namespace Sluice.Bot.Store;

/// <summary>The numbered SQL files beside this one, applied in order, each once and in a transaction of its own.</summary>
internal static class Migrations
{
    private const string Prefix = "Sluice.Bot.Store.Migrations.";

    /// <summary>Any number does, as long as every replica takes the same.</summary>
    internal const long Lock = 0x51_07_1C_E0_00_01;

    public static IReadOnlyList<Migration> All { get; } = [.. Embedded()];

    /// <summary>Where it can be done now.</summary>
    /// <param name="begins">Told how far the database is behind when it is migrated here, and whether it is empty; a large table takes its
    /// time.</param>
    /// <returns>Null: the database has this version's schema. Else why it is behind it.</returns>
    /// <exception cref="SchemaException">The database was migrated by a newer version of the bot.</exception>
    public static async Task<string?> TryApply(
        NpgsqlDataSource database,
        IReadOnlyList<Migration> migrations,
        CancellationToken stop,
        Action<string, bool>? begins = null
    )
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        string? behind = null;
        try
        {
            var done = await connection.ExecuteScalarAsync<string?>(new("select to_regclass('migrations')::text", cancellationToken: stop))
                is null
                ? 0
                : await Done(connection, stop);
            if (Pending(migrations, done).Count == 0)
            {
                return null;
            }

            behind = $"has schema {done}, and this version needs {migrations[^1].Number}";
            if (
                !await connection.ExecuteScalarAsync<bool>(new("select pg_try_advisory_lock(@Lock)", new { Lock }, cancellationToken: stop))
            )
            {
                return $"{behind}: another process is migrating it";
            }

            begins?.Invoke(behind, done == 0);
            await ApplyLocked(connection, migrations, stop);
            return null;
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return behind is null
                ? $"has a schema that this user may not look up ({fault.MessageText})"
                : $"{behind}: this user may not migrate it ({fault.MessageText})";
        }
    }

    private static async Task ApplyLocked(NpgsqlConnection connection, IReadOnlyList<Migration> migrations, CancellationToken stop)
    {
        try
        {
            await connection.ExecuteAsync(
                new(
                    "create table if not exists migrations (number int primary key, name text not null, at timestamptz not null default now())",
                    cancellationToken: stop
                )
            );
            foreach (var migration in Pending(migrations, await Done(connection, stop)))
            {
                await Apply(connection, migration, stop);
            }
        }
        finally
        {
            if (connection.State == ConnectionState.Open)
            {
                await connection.ExecuteAsync("select pg_advisory_unlock(@Lock)", new { Lock });
            }
        }
    }

    private static Task<int> Done(NpgsqlConnection connection, CancellationToken stop) =>
        connection.ExecuteScalarAsync<int>(new("select coalesce(max(number), 0) from migrations", cancellationToken: stop));

    private static List<Migration> Pending(IReadOnlyList<Migration> migrations, int done)
    {
        var newest = migrations.Count == 0 ? 0 : migrations[^1].Number;
        return done > newest
            ? throw new SchemaException(
                $"The database has schema {done}, this version of sluice knows {newest}. Run the version that migrated it, or a newer one."
            )
            : migrations.Where(migration => migration.Number > done).ToList();
    }

    private static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken stop)
    {
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, stop);
        // A large table takes its time.
        await connection.ExecuteAsync(new(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: stop));
        await connection.ExecuteAsync(
            new(
                "insert into migrations (number, name) values (@Number, @Name)",
                new { migration.Number, migration.Name },
                transaction,
                cancellationToken: stop
            )
        );
        await transaction.CommitAsync(stop);
    }

    private static IEnumerable<Migration> Embedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var resources = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        foreach (var resource in resources)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[Prefix.Length..^".sql".Length];
            yield return new Migration(int.Parse(name[..4], CultureInfo.InvariantCulture), name, reader.ReadToEnd());
        }
    }
}

/// <param name="Number">From 1, without gaps.</param>
internal sealed record Migration(int Number, string Name, string Sql);

/// <summary>The database cannot be used by this version.</summary>
public sealed class SchemaException(string message) : DatabaseException(message);
