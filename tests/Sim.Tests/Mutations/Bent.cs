using System.Reflection;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>A port that does one thing wrong: what a bug in the code behind it would do.</summary>
public class Bent : DispatchProxy
{
    private object? _port;
    private Func<Call, object?>? _bend;

    /// <param name="bend">Null of a call: it goes through as it is.</param>
    public static T Around<T>(T port, Func<Call, object?> bend) where T : class
    {
        var proxy = Create<T, Bent>();
        var bent = (Bent)(object)proxy;
        (bent._port, bent._bend) = (port, bend);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var call = new Call(_port!, targetMethod!, args ?? []);
        return _bend!(call) ?? call.Through();
    }
}

/// <summary>One call of a port.</summary>
public sealed record Call(object Port, MethodInfo Method, object?[] With)
{
    public string What => Method.Name;

    public object? Through(params object?[] instead) => Method.Invoke(Port, BindingFlags.DoNotWrapExceptions, null, instead.Length > 0 ? instead : With, null);
}
