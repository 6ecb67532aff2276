using System.Reflection;

namespace Sluice.Sim.Storms;

/// <summary>A port whose calls somebody is handed, who lets them through or does something else.</summary>
public class Relay : DispatchProxy
{
    private object? _port;
    private Func<Call, object?>[] _takes = [];

    /// <summary>Around what has one already, the new one is asked first; the call itself is made once.</summary>
    public static T Of<T>(T port, Func<Call, object?> take)
        where T : class
    {
        var proxy = Create<T, Relay>();
        var relay = (Relay)(object)proxy;
        relay._port = port is Relay inner ? inner._port : port;
        relay._takes = [take, .. (port as Relay)?._takes ?? []];
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _takes[0](new Call(_port!, targetMethod!, args ?? [], _takes, 1));
}

/// <summary>One call of a port.</summary>
public sealed class Call
{
    /// <summary>Who is handed it, the outermost first.</summary>
    private readonly Func<Call, object?>[] _takes;

    private readonly int _taken;

    internal Call(object port, MethodInfo method, object?[] with, Func<Call, object?>[] takes, int taken)
    {
        (Port, Method, With) = (port, method, with);
        (_takes, _taken) = (takes, taken);
    }

    public object Port { get; }

    public MethodInfo Method { get; }

    public object?[] With { get; }

    public string What => Method.Name;

    public string FullName => $"{Method.DeclaringType!.Name}.{Method.Name}";

    public object? Through(params object?[] instead)
    {
        var with = instead.Length > 0 ? instead : With;
        return _taken < _takes.Length
            ? _takes[_taken](new Call(Port, Method, with, _takes, _taken + 1))
            : Method.Invoke(Port, BindingFlags.DoNotWrapExceptions, null, with, null);
    }
}
