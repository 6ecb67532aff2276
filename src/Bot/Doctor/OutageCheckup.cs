using System.Text.Json;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Doctor;

/// <summary>Whether the bot that runs says that GitHub does not answer it: only it knows how its requests fared.</summary>
internal sealed class OutageCheckup(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Nothing where the bot says nothing of it, does not run, or where it runs is not known.</summary>
    public async Task<IReadOnlyList<Finding>> Look(CancellationToken stop)
    {
        if (settings.PublicUrl is not { } address)
        {
            return [];
        }

        using var invoker = new HttpMessageInvoker(network, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address.AbsoluteUri.TrimEnd('/')}/readyz");
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var answer = await invoker.SendAsync(request, both.Token);
            using var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(both.Token));
            return told.RootElement.ValueKind == JsonValueKind.Object && told.RootElement.TryGetProperty("github", out var github) && github.GetString() is { } says and not "answers"
                ? [new("github", says, "nothing on this machine, if GitHub has trouble itself: https://www.githubstatus.com; else look at proxy, firewall and name resolution here")]
                : [];
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return [];
        }
    }
}
