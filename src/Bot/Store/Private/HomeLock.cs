namespace Sluice.Bot.Store.Private;

/// <summary>Held by the process whose server it is; the system lets go of it when that process dies.</summary>
internal static class HomeLock
{
    /// <exception cref="IOException">Somebody holds it.</exception>
    public static FileStream Take(string home) =>
        new(Path.Combine(home, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
