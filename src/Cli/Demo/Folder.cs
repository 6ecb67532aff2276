namespace Sluice.Cli.Demo;

/// <summary>The demo's temporary folder.</summary>
internal static class Folder
{
    private const int Attempts = 50;

    /// <summary>
    /// Removes it with all that is in it. A git that was told to end may write one more file meanwhile: then again, for five seconds.
    /// </summary>
    public static async Task Remove(string path)
    {
        for (var attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
