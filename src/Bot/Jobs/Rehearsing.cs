using System.Data.Common;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Store;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>Replays a lane's last thirty days, one lane at a time.</summary>
/// <param name="replay">Runs the scheduler on the past, in virtual time.</param>
internal sealed partial class Rehearsing(
    PostgresStore store,
    Func<PastLane, QueuePolicy, Replayed> replay,
    TimeProvider clock,
    ILogger<Rehearsing> log
) : IRehearsal, IDisposable
{
    private const int Days = 30;

    private readonly SemaphoreSlim _one = new(1);

    public async Task<Rehearsal?> Of(Repository repo, string lane, Policy now, Policy then, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var (subject, began) = (new LaneSubject(repo.Id, lane), clock.GetTimestamp());
            var flake = (await store.Ledger<LaneLedger>(subject, stop)).Value?.Learnt.FlakeRate ?? new Estimates().FlakeRate;
            var past = await store.Past(repo.Id, subject, Days, clock.GetUtcNow() - TimeSpan.FromDays(Days), flake, stop);
            var rehearsal = Rehearsal.Of(past, now, then, replay);
            Replayed(log, Plural.Of(rehearsal.Pulls, "pull request"), subject, (long)clock.GetElapsedTime(began).TotalMilliseconds);
            return rehearsal;
        }
        catch (DbException fault)
        {
            Unread(log, repo.FullName, fault.Message);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Nobody awaits it: whoever proposes a policy is told nothing of a replay, and the operator of what went wrong.
            Failed(log, fault, repo.FullName);
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    [LoggerMessage(LogLevel.Information, "A proposed policy was replayed on {Pulls} of {Lane} in {Milliseconds} ms")]
    private static partial void Replayed(ILogger log, string pulls, LaneSubject lane, long milliseconds);

    [LoggerMessage(LogLevel.Error, "The replay of a proposed policy of {Repo} failed")]
    private static partial void Failed(ILogger log, Exception fault, string repo);

    [LoggerMessage(LogLevel.Warning, "What {Repo} lived through cannot be read, so that a proposed policy is not replayed yet: {Why}")]
    private static partial void Unread(ILogger log, string repo, string why);
}
