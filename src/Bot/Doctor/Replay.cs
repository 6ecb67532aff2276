using System.Globalization;
using Sluice.Bot.GitHub;
using Sluice.Bot.GitHub.Chain;
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
        var app = settings.GitHub.App ?? throw new SettingsException(["GitHub__AppId: is missing: there is no App whose deliveries could be asked for."]);
        using var connection = new GitHubConnection(new GitHubAddress(settings.GitHub.ApiUrl, settings.GitHub.WebUrl, app.Id.ToString(CultureInfo.InvariantCulture), app.PrivateKey), clock, network);
        var api = connection.Api;
        var listed = named.Count == 0 ? await Missed.Read(api, stop) : await Missed.Named(api, named, stop);
        if (listed is not Answer<Flow.Row<Missed>>.Made(var all))
        {
            tell($"the deliveries cannot be listed: {listed.Match(_ => "", refused => refused.Why, later => later.Why)}");
            return (0, 1);
        }

        var (asked, failed) = (0, 0);
        foreach (var name in named.Where(name => !all.Any(each => each.Guid.Equals(name, StringComparison.OrdinalIgnoreCase) || each.Id.ToString(CultureInfo.InvariantCulture) == name)))
        {
            tell($"{name}: GitHub has no such delivery any more (it keeps them for three days), or it is another attempt's number");
            failed++;
        }

        foreach (var delivery in all)
        {
            var answer = await api.Do(Caller.App, HttpMethod.Post, string.Create(CultureInfo.InvariantCulture, $"app/hook/deliveries/{delivery.Id}/attempts"), stop);
            var why = answer.Match<string?>(_ => null, refused => refused.Why, later => later.Why);
            tell(why is null ? $"{delivery.Guid} {delivery.Event}: asked for again (it was: {delivery.Status})" : $"{delivery.Guid} {delivery.Event}: {why}");
            (asked, failed) = (asked + (why is null ? 1 : 0), failed + (why is null ? 0 : 1));
        }

        return (asked, failed);
    }
}
