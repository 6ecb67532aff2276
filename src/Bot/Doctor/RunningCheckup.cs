using System.Text.Json;
using Sluice.Bot.Operating;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Doctor;

/// <summary>
/// What the bot that runs says of itself: whether GitHub answers it, for only it knows how its requests fared, and whether an operator
/// stopped everything.
/// </summary>
internal sealed class RunningCheckup(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
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
            var findings = new List<Finding>();
            if (Says(told.RootElement, "github") is { } github and not "answers")
            {
                findings.Add(
                    new(
                        "github",
                        github,
                        "nothing on this machine, if GitHub has trouble itself: https://www.githubstatus.com; else look at proxy, firewall and name resolution here"
                    )
                );
            }

            if (Says(told.RootElement, "turns") is { } turns and not Standstill.TurnsAreTaken)
            {
                findings.Add(
                    new(
                        "turns",
                        turns,
                        $"once nothing speaks against it any more, press Go on at {address.AbsoluteUri.TrimEnd('/')}/operator, which says who stopped it and why"
                    )
                );
            }

            return findings;
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or JsonException
                || (fault is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            return [];
        }
    }

    private static string? Says(JsonElement told, string name) =>
        told.ValueKind == JsonValueKind.Object && told.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String
            ? word.GetString()
            : null;
}
