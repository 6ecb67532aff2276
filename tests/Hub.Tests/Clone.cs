using System.Diagnostics;

namespace Sluice.Hub.Tests;

/// <summary>A working copy made by the real git client, removed at the end.</summary>
public sealed class Clone : IDisposable
{
    private readonly bool _isOurs;

    private Clone(string path, bool isOurs = true) => (Path, _isOurs) = (path, isOurs);

    public string Path { get; }

    public static Clone Of(string url, params string[] options)
    {
        var clone = new Clone(Directory.CreateTempSubdirectory("clone-").FullName);
        clone.Must(["clone", "--quiet", .. options, url, "."]);
        clone.Must("config", "user.name", "Ada");
        clone.Must("config", "user.email", "ada@example.org");
        return clone;
    }

    /// <summary>The git client in a folder that is there already.</summary>
    public static Clone At(string path) => new(path, isOurs: false);

    public string Must(params string[] arguments)
    {
        var (exit, output) = Git(arguments);
        Assert.True(exit == 0, $"git {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public (int Exit, string Output) Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    public string Commit(string file, string content, string message = "Change")
    {
        var full = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        Must("add", "-A");
        Must("commit", "--quiet", "-m", message);
        return Must("rev-parse", "HEAD").Trim();
    }

    public void Dispose()
    {
        if (_isOurs)
            Directory.Delete(Path, recursive: true);
    }
}
