using System.Diagnostics;
using System.Globalization;
using System.Net;
using Sluice.Hub;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The bot as <c>sluice serve</c>, in a process of its own that can be killed.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BotProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ended.TrySetResult();
    }

    public int Id => _process.Id;

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public bool IsOver => _ended.Task.IsCompleted;

    /// <param name="database">Null: it runs one of its own.</param>
    public static SortedDictionary<string, string?> Settings(HubServer hub, string address, string data, string? database) =>
        new(StringComparer.Ordinal)
        {
            ["urls"] = address,
            ["GitHub:ApiUrl"] = hub.Url,
            ["GitHub:WebUrl"] = hub.Url,
            ["GitHub:AppId"] = hub.App.Id.ToString(CultureInfo.InvariantCulture),
            ["GitHub:PrivateKey"] = hub.PrivateKeyPem,
            ["GitHub:WebhookSecret"] = hub.WebhookSecret,
            ["Database:ConnectionString"] = database,
            ["Data:Path"] = data,
        };

    /// <param name="settings">Told in the environment, as a container's are.</param>
    /// <param name="program">Null: the one beside the caller.</param>
    public static BotProcess Start(IReadOnlyDictionary<string, string?> settings, BotLog log, string? program = null)
    {
        var start = new ProcessStartInfo("dotnet", [program ?? Path.Combine(AppContext.BaseDirectory, "sluice.dll"), "serve"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key == "urls" ? "ASPNETCORE_URLS" : key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = new Process { StartInfo = start };
        var bot = new BotProcess(process);
        process.ErrorDataReceived += (_, said) => log.Add(said.Data ?? "");
        process.OutputDataReceived += (_, said) => log.Add(said.Data ?? "");
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return bot;
    }

    /// <summary>Ends when it answers that it can do its work.</summary>
    public async Task Ready(string address, TimeSpan patience)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var last = Stopwatch.GetTimestamp();
        for (var left = patience; left > TimeSpan.Zero && !IsOver; await beat.WaitForNextTickAsync())
        {
            // A machine that stood still as a whole is not the bot's doing.
            var passed = Stopwatch.GetElapsedTime(last);
            (left, last) = (left - (passed < Longest ? passed : Longest), Stopwatch.GetTimestamp());
            try
            {
                using var answer = await http.GetAsync(new Uri("readyz", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not yet
            }
        }

        throw new TimeoutException($"the bot at {address} {(IsOver ? "ended" : "did not start")}");
    }

    /// <summary>Asks it to end, as by <c>kill</c>.</summary>
    public void Stop() => Signal("TERM");

    /// <returns>Its exit code.</returns>
    public async Task<int> Exit()
    {
        await _ended.Task;
        return _process.ExitCode;
    }

    /// <summary>As by <c>kill -9</c>: nothing is tidied up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>It stands still, and nothing of it ends: its connections, its locks and what it was about to do.</summary>
    public void Freeze() => Signal("STOP");

    /// <summary>It goes on where it stood.</summary>
    public void Thaw() => Signal("CONT");

    public Task Ended() => _ended.Task;

    /// <summary>As by <c>kill</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!IsOver)
        {
            Stop();
            await _ended.Task;
        }

        _process.Dispose();
    }

    /// <summary>By the shell's own: a small machine has no program of that name.</summary>
    private void Signal(string name)
    {
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {_process.Id}")]);
        kill.WaitForExit();
    }
}
