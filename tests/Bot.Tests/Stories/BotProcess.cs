using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The bot as <c>sluice serve</c>, in a process of its own that can be killed.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BotProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _ended.TrySetResult();
    }

    public bool IsOver => _ended.Task.IsCompleted;

    /// <param name="settings">Told in the environment, as a container's are.</param>
    public static BotProcess Start(IReadOnlyDictionary<string, string?> settings, BotLog log)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), "serve"])
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
            Signal("TERM");
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
