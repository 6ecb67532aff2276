namespace Sluice.Bot.Advising;

/// <summary>What may be spent on the advisor in one day (UTC) by this process.</summary>
public sealed class TokenPurse(long perDay, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private DateOnly _day;
    private long _spent;

    /// <summary>Puts tokens aside; false: that many are not left today.</summary>
    /// <param name="day">Whose they are.</param>
    public bool TryTake(long tokens, out DateOnly day)
    {
        lock (_gate)
        {
            day = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            (_day, _spent) = (day, _day == day ? _spent : 0);
            if (_spent + tokens > perDay)
            {
                return false;
            }

            _spent += tokens;
            return true;
        }
    }

    /// <summary>Once it is known what was used of what was put aside.</summary>
    /// <param name="day">On which it was put aside: what is left of yesterday's is nothing of today's.</param>
    public void Settle(DateOnly day, long taken, long used)
    {
        lock (_gate)
        {
            _spent = day == _day ? Math.Max(0, _spent - taken + used) : _spent;
        }
    }
}
