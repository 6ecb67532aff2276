using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Bot.Webhooks;

/// <summary>The server, for webhooks of tens of kilobytes.</summary>
internal static class Server
{
    public static void Serve(this IWebHostBuilder host)
    {
        host.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Who has read a request answers it: nothing here holds a thread up.
        host.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        host.ConfigureServices(services => services.AddSingleton<IMemoryPoolFactory<byte>, LargeBlocks>());
    }
}
