using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Bench.Ingest;

/// <summary>A server in a process of its own, on a free port of this machine.</summary>
internal sealed class Contestant : IAsyncDisposable
{
    public const string Secret = "a secret of the bench";

    private readonly Process _process;

    private Contestant(string name, int port, string path, Process process) => (Name, Port, Path, _process) = (name, port, path, process);

    public string Name { get; }

    public int Port { get; }

    public string Path { get; }

    public int Process => _process.Id;

    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static Task<Contestant> Bare() => Start("bare Kestrel", "/", "dotnet", port => [Ours, "bare", $"{port}"], []);

    /// <param name="program">Its <c>sluice.dll</c>.</param>
    /// <param name="database">Where it stores.</param>
    /// <param name="pem">The App's key.</param>
    public static Task<Contestant> Sluice(string program, string database, string pem, string data) =>
        Start(
            "sluice",
            "/webhooks",
            "dotnet",
            _ => [program, "serve"],
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                // Nobody: an App of no installation has nothing to ask for while the door is measured.
                ["GitHub__ApiUrl"] = "http://127.0.0.1:9",
                ["GitHub__WebUrl"] = "http://127.0.0.1:9",
                ["GitHub__AppId"] = "1",
                ["GitHub__PrivateKey"] = pem,
                ["GitHub__WebhookSecret"] = Secret,
                ["Database__ConnectionString"] = database,
                ["Data__Path"] = data,
            },
            "/readyz"
        );

    /// <param name="folder">Where npm put it.</param>
    public static Task<Contestant> Probot(string folder, string pem) =>
        Start(
            "Probot",
            "/api/github/webhooks",
            "node",
            _ => [System.IO.Path.Combine(folder, "probot.mjs")],
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["APP_ID"] = "1",
                ["PRIVATE_KEY"] = pem,
                ["WEBHOOK_SECRET"] = Secret,
                ["NODE_ENV"] = "production",
            }
        );

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string Ours => typeof(Contestant).Assembly.Location;

    private static async Task<Contestant> Start(
        string name,
        string path,
        string program,
        Func<int, string[]> arguments,
        SortedDictionary<string, string> settings,
        string? ready = null
    )
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program, arguments(port)) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        (start.Environment["PORT"], start.Environment["ASPNETCORE_URLS"]) = ($"{port}", $"http://127.0.0.1:{port}");
        var process = System.Diagnostics.Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var contestant = new Contestant(name, port, path, process);
        await contestant.Answers(ready ?? path);
        return contestant;
    }

    private async Task Answers(string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90); await Task.Delay(100))
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // not yet
            }
        }

        throw new TimeoutException($"{Name} did not start");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
