namespace Sluice.Bot.Webhooks;

/// <summary>What bodies may hold together while they come, and how long a large one may take: whoever sends them has shown no signature yet.</summary>
internal sealed class Room(TimeProvider clock, long most = 128 * 1024 * 1024)
{
    /// <summary>GitHub gives a delivery up after ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _free = most;

    /// <returns>False: so much is not left, and nothing was taken.</returns>
    public bool Take(int bytes)
    {
        if (Interlocked.Add(ref _free, -bytes) >= 0)
        {
            return true;
        }

        Give(bytes);
        return false;
    }

    public void Give(int bytes) => Interlocked.Add(ref _free, bytes);

    /// <summary>Cancelled once a large body has taken too long.</summary>
    public CancellationTokenSource Late() => new(Patience, clock);
}
