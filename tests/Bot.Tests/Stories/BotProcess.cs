using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bot.Tests.Stories;

/// <summary>The bot as a process of its own, which can be killed.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private BotProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Said => string.Join('\n', _said.TakeLast(60));

    public static BotProcess Start(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), "serve"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>As by <c>kill -9</c>: nothing is tidied up.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>As by <c>kill</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // The shell's own: a small machine has no program of that name.
            using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -TERM {_process.Id}")]);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
