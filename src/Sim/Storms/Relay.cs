using System.Reflection;

namespace Sluice.Sim.Storms;

/// <summary>A port whose calls somebody is handed, who lets them through or does something else.</summary>
public class Relay : DispatchProxy
{
    private object? _port;
    private Func<Call, object?>[] _takes = [];

    /// <summary>Around what has one already, the new one is asked first; the call itself is made once.</summary>
    public static T Of<T>(T port, Func<Call, object?> take) where T : class
    {
        var proxy = Create<T, Relay>();
        var relay = (Relay)(object)proxy;
        relay._port = port is Relay inner ? inner._port : port;
        relay._takes = [take, .. (port as Relay)?._takes ?? []];
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _takes[0](new Call(_port!, targetMethod!, args ?? []) { Takes = _takes });
}

/// <summary>One call of a port.</summary>
public sealed record Call(object Port, MethodInfo Method, object?[] With)
{
    /// <summary>Who is handed it, the outermost first.</summary>
    internal Func<Call, object?>[] Takes { get; init; } = [];

    private int Taken { get; init; } = 1;

    public string What => Method.Name;

    public string FullName => $"{Method.DeclaringType!.Name}.{Method.Name}";

    public object? Through(params object?[] instead)
    {
        var with = instead.Length > 0 ? instead : With;
        return Taken < Takes.Length
            ? Takes[Taken](this with { With = with, Taken = Taken + 1 })
            : Method.Invoke(Port, BindingFlags.DoNotWrapExceptions, null, with, null);
    }
}
