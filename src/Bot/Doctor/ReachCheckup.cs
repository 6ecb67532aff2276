using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Doctor;

/// <summary>Whether GitHub's pages answer, for git is fetched and pushed there, and not from the API's address.</summary>
internal sealed class ReachCheckup(BotSettings settings, HttpMessageHandler network, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public async Task<Finding> Look(CancellationToken stop)
    {
        using var invoker = new HttpMessageInvoker(network, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, settings.GitHub.WebUrl);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        Standard.Dress(request);
        try
        {
            using var answer = await invoker.SendAsync(request, both.Token);
            return Finding.Well("git", $"{settings.GitHub.WebUrl.Host} answers"); // whatever it says of that page
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return new(
                "git",
                $"{settings.GitHub.WebUrl.Authority}, where git is fetched from, does not answer: {fault.Message}",
                "check GitHub__WebUrl, and that this machine may reach it: DNS, proxy, firewall, certificate"
            );
        }
    }
}
