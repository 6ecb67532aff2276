namespace Sluice.Bot.Advising;

/// <summary>What may be spent on the advisor in one day (UTC) by this process.</summary>
public sealed class TokenPurse(long perDay, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _spent;

    /// <summary>Puts tokens aside; false: that many are not left today.</summary>
    public bool TryTake(long tokens)
    {
        lock (_gate)
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            (_day, _spent) = (today, _day == today ? _spent : 0);
            if (_spent + tokens > perDay)
            {
                return false;
            }

            _spent += tokens;
            return true;
        }
    }

    /// <summary>Once it is known what was used of what was put aside.</summary>
    public void Settle(long taken, long used)
    {
        lock (_gate)
        {
            _spent = Math.Max(0, _spent - taken + used);
        }
    }
}
