using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Advising;
using Sluice.Bot.Git;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Metrics;
using Sluice.Bot.Operating;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Telemetry;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Turns.Ports;

namespace Sluice.Bot;

/// <summary>The world as the turns reach it.</summary>
/// <param name="Redelivery">Null: whoever delivers webhooks there keeps no list of them.</param>
public sealed record Outside(IGitHub GitHub, IGit Git, IMetrics Metrics, Redelivery? Redelivery = null) : IAsyncDisposable
{
    /// <summary>In a commit that the bot makes; an address that nobody can have, so that no account is taken for its author.</summary>
    private static readonly Signature Author = new("Sluice", "bot@sluice.invalid");

    /// <summary>Null: there is none to ask.</summary>
    public IAdvisor? Advisor { get; init; }

    /// <summary>What GitHub told this process of its limits.</summary>
    public Func<IReadOnlyList<RateReading>> Rates { get; init; } = () => [];

    /// <summary>Whom GitHub does not answer, as far as this process heard.</summary>
    public Outages Outages { get; init; } = new(new OutageLimits(), TimeProvider.System);

    /// <summary>Runs the scheduler on what a lane lived through, in virtual time; null: proposed policies are not replayed.</summary>
    public Func<PastLane, QueuePolicy, Replayed>? Replay { get; init; }

    private IReadOnlyList<IDisposable> Held { get; init; } = [];

    /// <summary>
    /// Others take over the turns of a process that gave no sign of life for longer (<see cref="Jobs.Pace.Checkin"/>, thrice).
    /// </summary>
    private static readonly TimeSpan LongestStill = 2 * new Jobs.Pace().Checkin;

    /// <summary>The real one.</summary>
    public static Outside Connect(BotSettings settings, IServiceProvider services) => Connect(settings, services, new RateLimits());

    /// <param name="limits">What GitHub allows this App: its own numbers, but for a GitHub that was told others.</param>
    /// <param name="outage">When GitHub's breaker opens; null: as it is meant.</param>
    public static Outside Connect(BotSettings settings, IServiceProvider services, RateLimits limits, OutageLimits? outage = null)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        var app = settings.GitHub.App ?? throw new InvalidOperationException("there is no App to connect as");
        var (network, sources) = (new Counting(services.GetRequiredService<Meters>(), GitHubConnection.Network()), MetricSources.Handler());
        var pulse = new Pulse(LongestStill, clock);
        var connection = new GitHubConnection(
            new GitHubAddress(settings.GitHub.ApiUrl, settings.GitHub.WebUrl, app.Id.ToString(CultureInfo.InvariantCulture), app.PrivateKey)
            {
                Limits = limits,
                Pulse = pulse,
                Outage = outage ?? new OutageLimits(),
                KeyNow = services.GetService<LiveApp>() is { } live ? () => live.Now.PrivateKey : null,
            },
            clock,
            network
        );
        var mirrors = new Mirrors(
            Path.Combine(settings.DataPath, "mirrors"),
            Author,
            connection.Remote,
            clock,
            (repo, isAnswered) => connection.Outages.Heard(repo.Installation, Through.Git, isAnswered)
        );
        services.GetRequiredService<Meters>().Watch(connection.Outages);
        var metrics = new MetricSources(settings.Sources, sources, clock);
        var models = Advisors.Connections();
        var advisor = Advisors.From(settings.Ai, models, clock, services.GetRequiredService<ILogger<Advisor>>());
        return new(new GitHubClient(connection), mirrors, metrics, new Redelivery(connection))
        {
            Advisor = advisor,
            Rates = connection.Rates,
            Outages = connection.Outages,
            Held = [metrics, sources, connection, pulse, network, models],
        };
    }

    public async ValueTask DisposeAsync()
    {
        (Advisor as IDisposable)?.Dispose();
        if (Git is IAsyncDisposable mirrors)
        {
            await mirrors.DisposeAsync();
        }

        foreach (var held in Held)
        {
            held.Dispose();
        }
    }
}
