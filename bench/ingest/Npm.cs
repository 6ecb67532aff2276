using System.Diagnostics;

namespace Sluice.Bench.Ingest;

/// <summary>Installs the peer, pinned, once, beside nothing of ours.</summary>
internal static class Npm
{
    private const string Version = "14.3.2";

    public static async Task<string> Probot()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"sluice-bench-probot-{Version}");
        if (!File.Exists(Path.Combine(folder, "node_modules", "probot", "package.json")))
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""");
            using var npm = Process.Start(
                new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--silent", $"probot@{Version}"])
                {
                    WorkingDirectory = folder,
                }
            )!;
            await npm.WaitForExitAsync();
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm could not install probot@{Version}; leave it out with: 10 16,64 sluice,bare");
            }
        }

        File.Copy(Path.Combine(AppContext.BaseDirectory, "probot.mjs"), Path.Combine(folder, "probot.mjs"), overwrite: true);
        return folder;
    }
}
