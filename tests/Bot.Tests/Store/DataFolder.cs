namespace Sluice.Bot.Tests.Store;

/// <summary>A bot's folder, and what stands aside for it where the tests run as root.</summary>
internal static class DataFolder
{
    public static void Delete(string path)
    {
        if (new FileInfo(Path.Combine(path, "postgres")).LinkTarget is { } home && Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }

        Directory.Delete(path, recursive: true);
    }
}
