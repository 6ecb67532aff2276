using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bot.Tests.Verbs;

/// <summary>The command in a process of its own, with a folder of its own for what is temporary.</summary>
internal sealed class SluiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _temporary;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _firstWord = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _output;
    private readonly Task _listening;

    private SluiceProcess(string[] arguments, (string Key, string Value)[] settings, bool isFed = false)
    {
        _temporary = Directory.CreateTempSubdirectory("sluice-verb-").FullName;
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = isFed,
        };
        start.Environment["TMPDIR"] = _temporary;
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync(Stop);
        _listening = Listen();
    }

    /// <summary>What it has left behind.</summary>
    public IEnumerable<string> Left =>
        Directory
            .EnumerateFileSystemEntries(_temporary)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name.StartsWith("sluice-demo-", StringComparison.Ordinal) || name.StartsWith("hub-", StringComparison.Ordinal));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static SluiceProcess Start(params string[] arguments) => new(arguments, []);

    /// <summary>Its standard input stays open, and <see cref="Hears"/> is what comes there.</summary>
    public static SluiceProcess StartFed(params string[] arguments) => new(arguments, [], isFed: true);

    public static async Task<(int Exit, string Output, string Said)> RunFed(string input, params string[] arguments)
    {
        using var sluice = StartFed(arguments);
        await sluice.Hears(input);
        sluice._process.StandardInput.Close();
        return await sluice.Ended();
    }

    public static async Task<(int Exit, string Output, string Said)> Run(params string[] arguments)
    {
        using var sluice = Start(arguments);
        return await sluice.Ended();
    }

    /// <param name="settings">More of its environment.</param>
    public static async Task<(int Exit, string Output, string Said)> RunWith(
        (string Key, string Value)[] settings,
        params string[] arguments
    )
    {
        using var sluice = new SluiceProcess(arguments, settings);
        return await sluice.Ended();
    }

    /// <summary>Once it has said something on standard error.</summary>
    public Task Speaks() => _firstWord.Task.WaitAsync(Stop);

    /// <summary>Until it is handed over.</summary>
    public async Task Hears(string text)
    {
        await _process.StandardInput.WriteAsync(text.AsMemory(), Stop);
        await _process.StandardInput.FlushAsync(Stop);
    }

    public void Signal(string name)
    {
        // The shell's own kill: a small machine has no program of that name.
        using var kill = Process.Start("sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{name} {_process.Id}")]);
        kill.WaitForExit();
    }

    /// <exception cref="TimeoutException">It goes on, as where the shell that began the tests made them deaf to a signal.</exception>
    public async Task<(int Exit, string Output, string Said)> Ended()
    {
        await _process.WaitForExitAsync(Stop).WaitAsync(Patience, Stop);
        await _listening;
        return (_process.ExitCode, await _output, string.Concat(_said));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        Directory.Delete(_temporary, recursive: true);
    }

    private async Task Listen()
    {
        while (await _process.StandardError.ReadLineAsync(Stop) is { } line)
        {
            _said.Add(line + "\n");
            _firstWord.TrySetResult();
        }
    }
}
