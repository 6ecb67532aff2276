using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;

namespace Sluice.Bot.Settings;

/// <summary>Where the process listens, and what keeps it from that in words that name the key.</summary>
internal static class Listening
{
    private const string Key = "ASPNETCORE_URLS";

    private const string Usual = "http://127.0.0.1:8080";

    private const string Certificate = "Kestrel:Certificates:Default";

    /// <exception cref="SettingsException">It names no addresses, or one that wants a certificate where none is set.</exception>
    public static string Read(IConfiguration configuration)
    {
        if (configuration["urls"] is not { } urls || string.IsNullOrWhiteSpace(urls))
        {
            return Usual;
        }

        var faults = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => Fault(url, configuration.GetSection(Certificate).Exists()))
            .OfType<string>()
            .ToList();
        return faults.Count == 0 ? urls : throw new SettingsException(faults);
    }

    /// <summary>Before anything is made that would be left behind.</summary>
    /// <exception cref="SettingsException">Another process listens there already.</exception>
    public static void Try(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (
                Address(url) is { Port: > 0 } address
                && IPAddress.TryParse(address.Host.Replace("localhost", "127.0.0.1", StringComparison.OrdinalIgnoreCase), out var ip)
            )
            {
                using var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    socket.Bind(new IPEndPoint(ip, address.Port));
                }
                catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    throw Taken(url);
                }
                catch (SocketException)
                {
                    // listening itself will say what is wrong with it
                }
            }
        }
    }

    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public static async Task Start(WebApplication app, CancellationToken stop)
    {
        try
        {
            await app.StartAsync(stop);
        }
        catch (Exception fault) when (Explain(fault, app.Configuration["urls"] ?? "") is { } told)
        {
            throw told;
        }
    }

    /// <summary>Null: listening is not what failed.</summary>
    private static SettingsException? Explain(Exception fault, string urls) =>
        fault switch
        {
            IOException { InnerException: AddressInUseException } => Taken(urls),
            SocketException { SocketErrorCode: SocketError.AccessDenied } => new([
                $"{Key}: this user may not listen at {urls}. Ports from 1024 up are open to everybody.",
            ]),
            SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => new([$"{Key}: {urls} is no address of this machine."]),
            InvalidOperationException when urls.Contains("https:", StringComparison.OrdinalIgnoreCase) => new([
                $"{Key}: {urls} needs a certificate: {fault.Message}",
            ]),
            _ => null,
        };

    private static SettingsException Taken(string urls) =>
        new([$"{Key}: another process listens at {urls} already. Stop it, or set another address."]);

    private static string? Fault(string url, bool hasCertificate) =>
        !IsAddress(url) ? $"{Key}: '{url}' is no address to listen at: http://HOST:PORT is, such as {Usual}."
        : url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) && !hasCertificate
            ? $"{Key}: '{url}' wants a certificate, and none is set. Listen at http:// and let a proxy in front of it speak TLS; Web__PublicUrl is the proxy's address."
        : null;

    private static bool IsAddress(string url) => url.StartsWith("http://unix:/", StringComparison.Ordinal) || Address(url) is not null;

    private static Uri? Address(string url) =>
        Uri.TryCreate(
            url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal),
            UriKind.Absolute,
            out var address
        )
        && address.Scheme is "http" or "https"
        && address.AbsolutePath == "/"
            ? address
            : null;
}
