using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>The process dies here: between any two awaits of a turn.</summary>
public sealed class CrashException(string where) : Exception($"the process died at {where}");

/// <summary>Says when the process dies. Asked before and after every call of a port, that is at every await of a turn.</summary>
public sealed class Perils(Dice dice, Tally tally)
{
    /// <summary>Probability of dying at one await.</summary>
    public double Rate { get; set; }

    /// <summary>Ends with the process: what dies does not go on with anything else first.</summary>
    public CancellationTokenSource? Life { get; set; }

    /// <summary>Probability that another replica takes the same turn at one await.</summary>
    public double Frozen { get; set; }

    /// <summary>The other replica's turn; null: nobody takes one.</summary>
    public Action? Rival { get; set; }

    /// <exception cref="CrashException">Now.</exception>
    public object? Meet(Call call)
    {
        At("before", call);
        var result = call.Through();
        At("after", call);
        return result;
    }

    private void At(string when, Call call)
    {
        if (Frozen > 0 && Rival is { } rival && dice.Chance(Frozen))
        {
            tally.Add(Fault.Rival);
            Rival = null; // one other, once
            rival();
        }

        if (Rate > 0 && dice.Chance(Rate))
        {
            tally.Add(Fault.Crash);
            Life?.Cancel();
            throw new CrashException($"{when} {call.FullName}");
        }
    }
}
