using System.Globalization;
using Sluice.Bot.GitHub;
using Sluice.Bot.Settings;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Doctor;

/// <summary><c>sluice replay</c>: asks GitHub to deliver again. What arrives twice counts once.</summary>
public sealed class Replay(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    /// <param name="named">GUIDs or numbers; none: all that were missed.</param>
    /// <param name="tell">A line for each.</param>
    /// <returns>How many were asked for, and how many GitHub would not send.</returns>
    public async Task<(int Asked, int Failed)> Run(IReadOnlyCollection<string> named, Action<string> tell, CancellationToken stop)
    {
        var app =
            await AppInForce.Of(settings, stop)
            ?? throw new SettingsException([
                "GitHub__AppId: it is missing, so there is no App whose deliveries could be asked for (one that was registered at /setup is known while ./sluice serve runs).",
            ]);
        using var connection = new GitHubConnection(
            new GitHubAddress(
                settings.GitHub.ApiUrl,
                settings.GitHub.WebUrl,
                app.Id.ToString(CultureInfo.InvariantCulture),
                app.PrivateKey
            ),
            clock,
            network
        );
        var redelivery = new Redelivery(connection);
        var listed = await (named.Count == 0 ? redelivery.Missed(stop) : redelivery.Named(named, stop));
        if (listed is not Answer<Flow.Row<HookAttempt>>.Made(var all))
        {
            tell($"the deliveries cannot be listed: {listed.Match(_ => "", refused => refused.Why, later => later.Why)}");
            return (0, 1);
        }

        var (asked, failed) = (0, 0);
        foreach (var name in named.Where(name => !all.Any(each => each.IsCalled(name))))
        {
            tell($"{name}: GitHub has no such delivery any more (it keeps them for three days), or it is another attempt's number");
            failed++;
        }

        foreach (var attempt in all)
        {
            var answer = await redelivery.Again(attempt, stop);
            var why = answer.Match<string?>(_ => null, refused => refused.Why, later => later.Why);
            tell(
                why is null
                    ? $"{attempt.Delivery} {attempt.Event}: asked for again (it was: {attempt.Status})"
                    : $"{attempt.Delivery} {attempt.Event}: {why}"
            );
            (asked, failed) = (asked + (why is null ? 1 : 0), failed + (why is null ? 0 : 1));
        }

        return (asked, failed);
    }
}
