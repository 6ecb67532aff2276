using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sluice.Bot.Visiting;

/// <summary>Where this process is to be found from outside.</summary>
/// <param name="told">The operator's word; null: the listening address.</param>
public sealed class PublicAddress(Uri? told, Func<IServer> server)
{
    /// <summary>Without a slash at its end.</summary>
    public string Root =>
        (told?.AbsoluteUri ?? server().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "").TrimEnd('/');

    public bool IsSecure => Root.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
