using System.Globalization;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Doctor;

/// <summary>
/// Whether this machine's clock is GitHub's: the App is known by tokens that are good for minutes, and freezes and budgets go by it.
/// </summary>
internal sealed class ClockCheckup(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    /// <summary>An answer tells whole seconds and takes a while; the App's tokens are signed as if a minute ago.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Finding> Look(CancellationToken stop)
    {
        using var invoker = new HttpMessageInvoker(network, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{settings.GitHub.ApiUrl.AbsoluteUri.TrimEnd('/')}/rate_limit");
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        Standard.Dress(request);
        try
        {
            using var answer = await invoker.SendAsync(request, both.Token);
            return answer.Headers.Date is { } theirs && clock.GetUtcNow() - theirs is var ahead && ahead.Duration() > Slack
                ? new(
                    "clock",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"this machine's clock is {ahead.Duration().TotalSeconds:0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} GitHub's, which refuses tokens from another time"
                    ),
                    "let it be set by NTP: timedatectl set-ntp true"
                )
                : Finding.Well("clock", "it is GitHub's, within half a minute");
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new(
                "clock",
                $"{settings.GitHub.ApiUrl.Host} does not answer: {fault.Message}",
                "check GitHub__ApiUrl, and that this machine may reach it: DNS, proxy, firewall, certificate"
            );
        }
    }
}
