namespace Sluice.Bot.Settings;

/// <summary>The folder of the process's own files.</summary>
internal static class DataPath
{
    private const string Key = "Data:Path";

    public static string Read(Asking ask, string home)
    {
        if (ask.Text(Key) is { } path)
        {
            return path;
        }

        if (home.Length == 0)
        {
            ask.Fault(
                Key,
                "it is not set, and there is no home folder (HOME) to hold its default. Set it to a folder that this user may write to."
            );
        }

        return Path.Combine(home, ".local", "share", "sluice");
    }

    /// <summary>Makes it if need be, and tries it: better now than in the middle of a turn.</summary>
    /// <exception cref="SettingsException">Nothing can be written there.</exception>
    public static void Try(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            using var probe = new FileStream(
                Path.Combine(path, $".probe-{Environment.ProcessId}"),
                FileMode.Create,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingsException([
                $"Data__Path: {path} cannot be used: {fault.Message} Set it to a folder that this user may write to.",
            ]);
        }
    }
}
