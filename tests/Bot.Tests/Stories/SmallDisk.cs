using System.Diagnostics;

namespace Sluice.Bot.Tests.Stories;

/// <summary>A disk of its own, of memory, which only root may mount, and which can be filled.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <returns>Null: this user may not mount a disk.</returns>
    public static async Task<SmallDisk?> Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("sluice-disk-").FullName;
        if (await Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "sluice", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    /// <summary>Until nothing more goes in.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        if (!await Run("umount", "-l", Path))
        {
            throw new InvalidOperationException($"{Path} cannot be unmounted");
        }

        Directory.Delete(Path);
    }

    internal static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
