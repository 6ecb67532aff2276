using System.Diagnostics;

namespace Sluice.Flow.Tests.Tidy;

public sealed class ScriptsTests
{
    private static readonly string[] Scripts =
        [.. House.Files.Where(path => path is "sluice" or ".ci/run" || (path.StartsWith("eng/", StringComparison.Ordinal) && path.EndsWith(".sh", StringComparison.Ordinal)))];

    [Fact]
    public void Scripts_parse_may_be_run_and_stop_at_an_unset_name()
    {
        Assert.InRange(Scripts.Length, 5, 99);
        Assert.All(Scripts, path =>
        {
            Assert.Equal("#!/usr/bin/env bash", House.Lines(path)[0]);
            Assert.Contains(House.Lines(path), line => line.StartsWith("set -", StringComparison.Ordinal) && line.Contains('u', StringComparison.Ordinal));
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(House.At(path)).HasFlag(UnixFileMode.UserExecute), $"{path} may not be run");
            Assert.Equal((0, ""), Bash(null, "-n", House.At(path)));
        });
    }

    [Fact]
    public void Where_nothing_can_be_installed_one_line_says_what_to_install()
    {
        var (code, said) = Bash(Path.GetTempPath(), House.At("eng/install.sh"), "git", "chromium");

        Assert.Equal(1, code);
        Assert.Matches(@"^sluice: missing: git chromium \(.+\); install them, or .+\n$", said);
    }

    [Fact]
    public void What_is_there_is_not_installed_again() => Assert.Equal((0, ""), Bash(null, House.At("eng/install.sh"), "git"));

    private static (int Code, string Said) Bash(string? path, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var said = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output.Result + said);
    }
}
