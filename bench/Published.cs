using System.Diagnostics;

namespace Sluice.Bench;

/// <summary>The bot as its image holds it: compiled beforehand.</summary>
internal static class Published
{
    /// <returns>Where its program is.</returns>
    public static async Task<string> Sluice()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Bot.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The bench is not below the project's folder.");
        }

        var output = Path.Combine(AppContext.BaseDirectory, "published");
        string[] arguments =
        [
            "publish",
            Path.Combine(root, "src", "Cli"),
            "--configuration",
            "Release",
            "--runtime",
            "linux-x64",
            "-p:PublishReadyToRun=true",
            "-p:SelfContained=false",
            "-p:RunAnalyzers=false",
            "--output",
            output,
            "--nologo",
            "--verbosity",
            "quiet",
        ];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments))!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? Path.Combine(output, "sluice.dll") : throw new InvalidOperationException("dotnet publish failed");
    }
}
