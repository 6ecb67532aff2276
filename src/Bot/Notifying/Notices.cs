using Microsoft.Extensions.Logging;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Notifying;

/// <summary>
/// Tells the channels that a repository's policy names what its journal says. A line is told at least once, in its order; one that nobody
/// took for a day is let go.
/// </summary>
internal sealed partial class Notices(
    BotSettings settings,
    PostgresStore store,
    Messenger messenger,
    PublicAddress address,
    TimeProvider clock,
    ILogger<Notices> log
)
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(1);

    /// <summary>Said once: a sweep is every minute.</summary>
    private readonly HashSet<(long Repo, string Name)> _unknown = [];

    /// <summary>Channels that did not take something in this sweep: no other repository waits for them.</summary>
    private readonly HashSet<Channel> _down = [];

    public async Task Send(CancellationToken stop)
    {
        if (settings.Slack.Count + settings.Webhooks.Count == 0)
        {
            return;
        }

        _down.Clear();
        foreach (var fact in await store.Alive<RepositoryFact>(null, stop))
        {
            await Send(fact.Repository, stop);
        }
    }

    private async Task Send(Repository repo, CancellationToken stop)
    {
        var newest = await store.Newest(repo.Id, stop);
        var policy = await store.Find<PolicyFact>(repo.Id, "", repo.DefaultBranch, stop) is { } text
            ? PolicyReader.Read(text.Text).Policy?.Notify
            : null;
        await Send(repo, policy, "slack", Find(repo, settings.Slack, policy?.Slack), messenger.Slack, newest, stop);
        await Send(repo, policy, "webhook", Find(repo, settings.Webhooks, policy?.Webhook), messenger.Webhook, newest, stop);
    }

    /// <summary>Each in a place of its own: what one does not take the other is not told again.</summary>
    private async Task Send(
        Repository repo,
        NotifyPolicy? policy,
        string place,
        Channel? channel,
        Func<Channel, Notice, CancellationToken, Task<string?>> tell,
        long newest,
        CancellationToken stop
    )
    {
        var told = await store.Notified(repo.Id, place, stop);
        if (told >= newest)
        {
            return;
        }

        var isDown = channel is not null && _down.Contains(channel);

        // Nobody is told what was before there was anybody to tell.
        foreach (var row in told is { } last && channel is not null ? await store.After(repo.Id, News.Kinds, last, stop) : [])
        {
            if (await Of(repo, policy!, row, stop) is not { } notice)
            {
                continue;
            }

            // A channel that is down is waited for once, not for each line of a day: the sweep stands still meanwhile.
            var isOld = clock.GetUtcNow() - row.At >= Old;
            if (isDown && !isOld)
            {
                return;
            }

            if (!isDown && await tell(channel!, notice, stop) is { } why)
            {
                Failed(log, notice.Id, notice.Repository, why);
                _down.Add(channel!);
                if (!isOld)
                {
                    return;
                }

                isDown = true;
            }

            await store.Notified(repo.Id, place, row.Seq, stop);
        }

        await store.Notified(repo.Id, place, newest, stop);
    }

    private Channel? Find(Repository repo, Row<Channel> declared, string? name)
    {
        var channel = declared.FirstOrDefault(each =>
            each.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && RepositoryGlobs.Meets(each.Repositories, repo)
        );
        if (name is not null && channel is null && _unknown.Add((repo.Id, name)))
        {
            Unknown(log, repo.FullName, name);
        }

        return channel;
    }

    /// <summary>Null: the policy does not want it told.</summary>
    private async Task<Notice?> Of(Repository repo, NotifyPolicy policy, JournalRow row, CancellationToken stop)
    {
        if (News.Of(row.Subject, row.Line.Kind) is not { } kind || !policy.Events.Contains(kind))
        {
            return null;
        }

        var isOfPull = kind is (NewsKind.Ejections or NewsKind.Landings) && row.Line.Pulls.Count > 0;
        if (isOfPull && policy.AtLeast > Band.Low && await Risk(repo, row.Line.Pulls, stop) < policy.AtLeast)
        {
            return null;
        }

        var page = $"{address.Root}/{repo.FullName}";
        return new Notice(
            row.Seq,
            repo.FullName,
            row.At,
            kind,
            row.Line.Kind,
            row.Line.Says,
            [.. row.Line.Pulls],
            Subject.Parse(row.Subject) switch
            {
                LaneSubject lane when !isOfPull || row.Line.Pulls.Count > 1 => $"{page}/queue/{Lists.Path(lane.Base)}",
                EnvironmentSubject => $"{page}/deploys",
                _ => $"{page}/pull/{row.Line.Pulls[0]}",
            }
        );
    }

    /// <summary>The riskiest of them; what nobody assessed may be anything.</summary>
    private async Task<Band> Risk(Repository repo, Row<int> pulls, CancellationToken stop)
    {
        var most = Band.Low;
        foreach (var pull in pulls)
        {
            var band = (await store.Ledger<PullLedger>(new PullSubject(repo.Id, pull), stop)).Value?.Assessment?.Risk.Band ?? Band.High;
            most = band > most ? band : most;
        }

        return most;
    }

    [LoggerMessage(LogLevel.Warning, "Notice {Id} of {Repository} did not arrive: {Why}. It is sent again with the next sweep, for a day")]
    private static partial void Failed(ILogger log, long id, string repository, string why);

    [LoggerMessage(LogLevel.Warning, "{Repository} names the channel '{Name}', which the settings do not declare for it")]
    private static partial void Unknown(ILogger log, string repository, string name);
}
