using System.Diagnostics;
using System.Globalization;
using System.Net;
using Sluice.Hub;

namespace Sluice.Bench.Landing;

/// <summary>The bot as <c>sluice serve</c>, in a process of its own, with a PostgreSQL of its own.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _data;

    private Server(Process process, string data) => (_process, _data) = (process, data);

    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static async Task<Server> Start(HubServer hub)
    {
        var data = Directory.CreateTempSubdirectory("sluice-landing-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), "serve"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var url = new Uri($"http://127.0.0.1:{FreePort()}/");
        foreach (var (key, value) in new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = url.AbsoluteUri,
            ["Data__Path"] = data,
            ["GitHub__ApiUrl"] = hub.Url,
            ["GitHub__WebUrl"] = hub.Url,
            ["GitHub__AppId"] = hub.App.Id.ToString(CultureInfo.InvariantCulture),
            ["GitHub__PrivateKey"] = hub.PrivateKeyPem,
            ["GitHub__WebhookSecret"] = hub.WebhookSecret,
        })
        {
            start.Environment[key] = value;
        }

        start.Environment.Remove("Database__ConnectionString"); // never one that is configured on this machine for something else
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, said) => Console.Error.WriteLine(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new Server(process, data);
        await server.Answers(new Uri(url, "readyz"));
        hub.World.Do(() => hub.App.WebhookUrl = $"{url}webhooks");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task Answers(Uri ready)
    {
        using var http = new HttpClient();
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(120); await beat.WaitForNextTickAsync())
        {
            try
            {
                using var answer = await http.GetAsync(ready);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // not yet
            }
        }

        throw new TimeoutException("the bot did not start");
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
