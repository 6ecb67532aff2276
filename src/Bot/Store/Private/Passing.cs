namespace Sluice.Bot.Store.Private;

/// <summary>
/// The mark of a server that is of no use after its process, such as the demo's. It is put only under the lock of whoever makes the server,
/// so that what bears it while nobody holds the lock has lost its owner.
/// </summary>
internal static class Passing
{
    private const string Mark = "passing";

    /// <param name="passing">False: from now on this one is kept.</param>
    /// <returns>Whether it is gone with its owner: never what was made to be kept.</returns>
    public static bool Put(string home, bool passing)
    {
        var mark = Path.Combine(home, Mark);
        if (!passing)
        {
            File.Delete(mark);
        }
        else if (!Cluster.Exists(home))
        {
            File.WriteAllText(mark, "This folder is deleted when the sluice that made it has ended.\n");
        }

        return File.Exists(mark);
    }

    /// <summary>
    /// Deletes it if it was to be gone with its owner, and the owner is gone. PostgreSQL ends by itself when its files are.
    /// </summary>
    public static void Tidy(string home)
    {
        if (!File.Exists(Path.Combine(home, Mark)))
        {
            return;
        }

        try
        {
            using var @lock = HomeLock.Take(home);
            Directory.Delete(home, recursive: true);
        }
        catch (IOException)
        {
            // Its owner lives, or another process tidies it away this very moment.
        }
    }

    /// <summary>Deletes it, and the link that leads there.</summary>
    public static void Delete(string home, string wanted)
    {
        Directory.Delete(home, recursive: true);
        if (new FileInfo(wanted).LinkTarget == home)
        {
            File.Delete(wanted);
        }
    }
}
