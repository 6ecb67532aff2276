using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Bot.Jobs;

/// <summary>
/// Whoever is alone in its database and ends well signs off: Quartz leaves its sign of life behind, takes the next start for the return of
/// one that failed, and warns. Replicas leave theirs: each has a name of its own, and by it the others find what one could not end in time.
/// </summary>
internal sealed partial class SigningOff(NpgsqlDataSource database, ILogger<SigningOff> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync(new("delete from qrtz_scheduler_state", cancellationToken: cancellationToken));
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
        {
            NotSigned(log, fault.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The scheduler could not sign off, and its next start will say that it failed: {Why}")]
    private static partial void NotSigned(ILogger log, string why);
}
