using Microsoft.Extensions.Configuration;
using Sluice.Bot.Notifying;
using Sluice.Bot.Settings;
using Sluice.Bot.Store;
using Sluice.Bot.Tests.GitHub;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Visiting;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Notifying;

/// <summary>A repository where things happen, and the inbox in which the news of them arrive.</summary>
internal sealed class Newsroom : IDisposable
{
    public const string Both = "version: 1\nnotify: { slack: ops, webhook: audit }\n";

    private static long _repos = 5000;

    private readonly Messenger _messenger;
    private readonly Notices _notices;
    private long _version;

    public Newsroom(TestDatabase database)
    {
        Store = new(database.Source, Clock);
        _messenger = new(Inbox, TimeProvider.System);
        var settings = SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Notify:Slack:ops:Url", "https://hooks.slack.example/T0"),
                    new("Notify:Webhooks:audit:Url", "https://audit.example/"),
                    new("Notify:Webhooks:audit:Secret", "a secret"),
                    new("Notify:Slack:theirs:Url", "https://hooks.slack.example/T9"),
                    new("Notify:Slack:theirs:Repositories", "umbrella/*"),
                    new("Notify:Slack:ours:Url", "https://hooks.slack.example/T1"),
                    new("Notify:Slack:ours:Repositories", "umbrella/*,ACME/*"),
                ])
                .Build()
        );
        _notices = new(
            settings,
            Store,
            _messenger,
            new PublicAddress(new Uri("https://sluice.example"), () => throw new InvalidOperationException()),
            Clock,
            Log
        );
    }

    public long Repo { get; } = Another();

    public Inbox Inbox { get; } = new();

    public HandClock Clock { get; } = new();

    public Lines<Notices> Log { get; } = new();

    public PostgresStore Store { get; }

    public IEnumerable<(Uri To, string Body, Dictionary<string, string> Headers)> Slacked =>
        Inbox.Taken.Where(each => each.To.Host == "hooks.slack.example");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The number of one more repository.</summary>
    public static long Another() => Interlocked.Increment(ref _repos);

    public Task Send() => _notices.Send(Stop);

    public async Task Begin(string policy)
    {
        var shop = Some.RepositoryFact(Repo, 1);
        await Store.Fold([shop], Stop);
        await Policy(policy, 1);
        await Send();
    }

    public async Task Policy(string text, int stamp) => await Store.Fold([new PolicyFact(Repo, stamp, "main", text)], Stop);

    public async Task Happens(string kind, string says, params int[] pulls) =>
        Assert.True(
            await Store.Note(
                new LaneSubject(Repo, "main"),
                _version++,
                LaneLedger.New,
                [new JournalLine(kind, says, pulls.ToRow())],
                Clock.Now,
                Stop
            )
        );

    public void Dispose() => _messenger.Dispose();
}
