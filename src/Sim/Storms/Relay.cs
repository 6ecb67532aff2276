using System.Reflection;

namespace Sluice.Sim.Storms;

/// <summary>A port whose calls somebody is handed, who lets them through or does something else.</summary>
public class Relay : DispatchProxy
{
    private object? _port;
    private Func<Call, object?>? _take;

    public static T Of<T>(T port, Func<Call, object?> take) where T : class
    {
        var proxy = Create<T, Relay>();
        var relay = (Relay)(object)proxy;
        (relay._port, relay._take) = (port, take);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _take!(new Call(_port!, targetMethod!, args ?? []));
}

/// <summary>One call of a port.</summary>
public sealed record Call(object Port, MethodInfo Method, object?[] With)
{
    public string What => Method.Name;

    public string FullName => $"{Method.DeclaringType!.Name}.{Method.Name}";

    public object? Through(params object?[] instead) => Method.Invoke(Port, BindingFlags.DoNotWrapExceptions, null, instead.Length > 0 ? instead : With, null);
}
