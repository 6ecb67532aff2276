using System.Reflection;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>The process dies here: between any two awaits of a turn.</summary>
public sealed class CrashException(string where) : Exception($"the process died at {where}");

/// <summary>Says when the process dies. Each port is asked before and after every call, that is at every await of a turn.</summary>
public sealed class Perils(Dice dice)
{
    /// <summary>Probability of dying at one await.</summary>
    public double Rate { get; set; }

    public int Crashes { get; private set; }

    /// <summary>Ends with the process: what dies does not go on with anything else first.</summary>
    public CancellationTokenSource? Life { get; set; }

    /// <summary>Probability that another replica takes the same turn at one await.</summary>
    public double Frozen { get; set; }

    /// <summary>The other replica's turn; null: nobody takes one.</summary>
    public Action? Rival { get; set; }

    public int Freezes { get; private set; }

    /// <exception cref="CrashException">Now.</exception>
    public void At(string where)
    {
        if (Frozen > 0 && Rival is { } rival && dice.Chance(Frozen))
        {
            Freezes++;
            Rival = null; // one other, once
            rival();
        }

        if (Rate > 0 && dice.Chance(Rate))
        {
            Crashes++;
            Life?.Cancel();
            throw new CrashException(where);
        }
    }
}

/// <summary>A port around which the process may die, before the call takes effect or after.</summary>
public class Peril : DispatchProxy
{
    private object? _port;
    private Perils? _perils;

    public static T Around<T>(T port, Perils perils) where T : class
    {
        var proxy = Create<T, Peril>();
        var peril = (Peril)(object)proxy;
        (peril._port, peril._perils) = (port, perils);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var where = $"{targetMethod!.DeclaringType!.Name}.{targetMethod.Name}";
        _perils!.At($"before {where}");
        var result = targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, null, args, null);
        _perils.At($"after {where}");
        return result;
    }
}
