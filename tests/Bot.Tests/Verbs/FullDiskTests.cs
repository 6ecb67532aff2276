using System.Diagnostics;

namespace Sluice.Bot.Tests.Verbs;

/// <summary>An answer that did not get out is no answer: not to a person, and not to a pipeline that reads the exit code.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Metrics = """{"metrics":[{"name":"errors","ticks":[{"canary":10,"baseline":10,"share":0.5}]}]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-full-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("version", 2)]
    [InlineData("help", 2)]
    [InlineData("help judge", 4)]
    [InlineData("validate sluice.yml", 2)]
    [InlineData("judge counts.json", 4)]
    [InlineData("judge counts.json --json", 4)]
    [InlineData("risk score changes.csv", 2)]
    [InlineData("simulate trace.csv --policy serial", 2)]
    [InlineData("simulate trace.csv --policy serial --json", 2)]
    [InlineData("hub --port 0", 2)]
    public async Task Is_told_in_one_line_and_with_an_exit_code_that_is_no_answer(string line, int exit)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "sluice.yml"), "version: 1\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "counts.json"), Metrics, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "changes.csv"),
            "la,ld,nf,nd,ns,entropy\n1,1,1,1,1,0\n",
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(Path.Combine(_folder, "trace.csv"), SimulateVerbTests.Rows, TestContext.Current.CancellationToken);

        var (code, said) = await Fill(line);

        Assert.Equal(exit, code);
        Assert.Matches(
            @"(^|\n)standard output: it cannot be written \([^\n]+\), and what was said is not all; send it to a place with room\n$",
            said
        );
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private async Task<(int Exit, string Said)> Fill(string line)
    {
        var start = new ProcessStartInfo(
            "sh",
            ["-c", $"exec dotnet {Path.Combine(AppContext.BaseDirectory, "sluice.dll")} {line} > /dev/full"]
        )
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
        };
        using var sluice = Process.Start(start)!;
        var said = await sluice.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await sluice.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (sluice.ExitCode, said);
    }
}
