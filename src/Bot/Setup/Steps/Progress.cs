using System.Globalization;
using System.Text.Json;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;
using Sluice.Bot.Settings;
using Sluice.Bot.Visiting;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using GitHubApi = Sluice.Bot.GitHub.Api;

namespace Sluice.Bot.Setup.Steps;

/// <summary>How far the setup is: what <c>sluice doctor</c> finds, looked up while somebody watches, at most every few seconds.</summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);

    private readonly HttpMessageHandler _network = GitHubConnection.Network();
    private readonly SemaphoreSlim _gate = new(1);
    private readonly GitHubConnection _connection;
    private readonly BotSettings _settings;
    private readonly PublicAddress _address;
    private readonly LiveApp _app;
    private readonly TimeProvider _clock;
    private Standing? _known;
    private DateTimeOffset _looked;

    /// <param name="address">Where webhooks have to come: of a process that runs it is known.</param>
    public Progress(BotSettings settings, LiveApp app, PublicAddress address, TimeProvider clock)
    {
        (_settings, _app, _address, _clock) = (settings, app, address, clock);
        var there = new GitHubAddress(
            settings.GitHub.ApiUrl,
            settings.GitHub.WebUrl,
            app.Now.Id.ToString(CultureInfo.InvariantCulture),
            app.Now.PrivateKey
        )
        {
            KeyNow = () => app.Now.PrivateKey,
        };
        _connection = new GitHubConnection(there, clock, _network);
    }

    public GitHubApi Api => _connection.Api;

    public async Task<Standing> Now(CancellationToken stop)
    {
        await _gate.WaitAsync(stop);
        try
        {
            if (_known is null || _clock.GetUtcNow() - _looked >= Fresh)
            {
                var checkup = new Checkup(_settings with { PublicUrl = _settings.PublicUrl ?? new Uri(_address.Root) }, _network, _clock);
                var (findings, rooms) = (await checkup.Through(_connection, _app.Now.Id, stop), await Rooms(stop));
                var isSame = _known is not null && _known.Findings.SequenceEqual(findings) && _known.Rooms.SequenceEqual(rooms);
                _known = new Standing(findings, rooms, (_known?.Version ?? 0) + (isSame ? 0 : 1));
                _looked = _clock.GetUtcNow();
            }

            return _known;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Something was done: what was found before is not true any more.</summary>
    public void Forget() => _looked = DateTimeOffset.MinValue;

    public void Dispose()
    {
        _connection.Dispose();
        _network.Dispose();
        _gate.Dispose();
    }

    private async Task<IReadOnlyList<Room>> Rooms(CancellationToken stop)
    {
        var told = await Api.Get(Caller.App, "app/installations?per_page=100", GitHubJson.Default.JsonElement, stop);
        if (
            told is not Answer<JsonElement>.Made(var all)
            || await new GitHubClient(_connection).Repositories(stop) is not Answer<FactPage>.Made(var page)
        )
        {
            return [];
        }

        var granted = all.EnumerateArray().ToDictionary(each => each.GetProperty("id").GetInt64(), each => each.GetProperty("permissions"));
        var rooms = new List<Room>();
        var repos = page
            .Facts.OfType<RepositoryFact>()
            .Select(fact => fact.Repository)
            .Where(repo => repo.Alive)
            .OrderBy(repo => repo.FullName, StringComparer.Ordinal);
        foreach (var repo in repos)
        {
            bool May(string what) =>
                granted.TryGetValue(repo.Installation, out var permissions)
                && permissions.TryGetProperty(what, out var level)
                && level.GetString() == "write";
            rooms.Add(new Room(repo, May("administration"), May("workflows"), await new Proposing(Api).Opened(repo, stop)));
        }

        return rooms;
    }
}

/// <param name="Version">Rises when anything else is found.</param>
internal sealed record Standing(IReadOnlyList<Finding> Findings, IReadOnlyList<Room> Rooms, long Version);

/// <summary>A repository that is being set up.</summary>
/// <param name="MayRule">The App may change its rulesets.</param>
/// <param name="MayWork">The App may change its workflows.</param>
/// <param name="Opened">Where the pull request with its first sluice.yml is; null: none is open.</param>
internal sealed record Room(Repository Repo, bool MayRule, bool MayWork, string? Opened);
