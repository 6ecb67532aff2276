using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// The bot in a process that is killed when one of its dooms happens in the world, once for each and before it hears of it, and is
/// started anew whenever it has ended.
/// </summary>
internal sealed class Mortal : IAsyncDisposable
{
    private readonly Story _story;
    private readonly SortedDictionary<string, string?> _settings;
    private readonly List<Predicate<WorldEvent>> _dooms;
    private readonly IDisposable _subscription;
    private readonly Undying _bot;

    public Mortal(Story story, int port, params Predicate<WorldEvent>[] dooms)
    {
        Address = $"http://127.0.0.1:{port}";
        (_story, _dooms, _settings) = (story, [.. dooms], story.Settings(Address));
        _bot = new Undying(_settings, story.Log);
        story.Hub.World.Do(() => story.Hub.App.WebhookUrl = $"{Address}/webhooks");
        _subscription = story.Hub.World.Subscribe(Heard);
    }

    public string Address { get; }

    public int Deaths { get; private set; }

    /// <summary>How it ended without a doom.</summary>
    public IReadOnlyList<string> Crashes => _bot.Crashes;

    public Mortal With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    public void Start() => _bot.Start();

    /// <summary>As by a doom, at a moment that the world does not see.</summary>
    /// <returns>False: it was dead already.</returns>
    public bool Die() =>
        _story.Hub.World.Do(() =>
        {
            var died = _bot.Kill();
            Deaths += died ? 1 : 0;
            return died;
        });

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _bot.DisposeAsync();
    }

    // Inside the change itself: the bot's own request is not answered yet.
    private void Heard(WorldEvent happened)
    {
        if (_bot.IsAlive && _dooms.Find(doom => doom(happened)) is { } doom && _bot.Kill())
        {
            _dooms.Remove(doom);
            Deaths++;
        }
    }
}
