namespace Sluice.Flow.Queue;

/// <summary>Sees that a lane runs in circles.</summary>
public static class Watchdog
{
    /// <summary>Builds that may finish, per slot, without a landing or an ejection.</summary>
    private const int Patience = 6;

    /// <param name="idle">Builds that finished since the last landing or ejection.</param>
    public static bool Bites(int idle, int slots) => idle >= Patience * (1 + Math.Max(1, slots));
}
