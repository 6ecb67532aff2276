namespace Sluice.Bot.Webhooks;

/// <summary>What bodies may hold together while they come: whoever sends them has shown no signature yet.</summary>
internal sealed class BodyRoom(long most = 128 * 1024 * 1024)
{
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
}
