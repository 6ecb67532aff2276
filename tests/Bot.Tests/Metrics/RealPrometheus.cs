using System.Diagnostics;
using System.Globalization;
using System.Net;
using Sluice.Bot.Tests.Stories;

namespace Sluice.Bot.Tests.Metrics;

/// <summary>A Prometheus as Debian has it, on the loopback address, that scrapes one target five times a second.</summary>
internal sealed class RealPrometheus : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private RealPrometheus(Process process, DirectoryInfo folder, Uri url) => (_process, _folder, Url) = (process, folder, url);

    public Uri Url { get; }

    public static async Task<RealPrometheus> Start(string target)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-prometheus-");
        var port = Loopback.FreePort();
        var config = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(
            config,
            $$"""
            global: { scrape_interval: 200ms, scrape_timeout: 200ms }
            scrape_configs:
              - job_name: fleet
                static_configs: [{ targets: ["{{new Uri(target).Authority}}"] }]
            """
        );
        var start = new ProcessStartInfo("prometheus")
        {
            ArgumentList =
            {
                $"--config.file={config}",
                $"--storage.tsdb.path={folder.FullName}/data",
                $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}",
                "--log.level=error",
            },
            RedirectStandardError = true,
        };
        try
        {
            var server = new RealPrometheus(
                Process.Start(start)!,
                folder,
                new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"))
            );
            _ = server._process.StandardError.ReadToEndAsync();
            await server.Until("-/ready", _ => true);
            return server;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException(
                "prometheus is not installed: ./sluice test installs it where it can, else install Debian's package prometheus"
            );
        }
    }

    /// <summary>Waits until it answers an address with something.</summary>
    public async Task<string> Until(string path, Func<string, bool> isSo)
    {
        using var http = new HttpClient { BaseAddress = Url };
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60); )
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK && isSo(text))
                {
                    return text;
                }
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, "prometheus ended");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{path}: did not come to be");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
