using System.Reflection;

namespace Sluice.Sim.Tests.Turns;

/// <summary>A port that remembers what it was asked; a test may do something just before a call takes effect.</summary>
public class Watched : DispatchProxy
{
    private object? _port;
    private Func<string, object?[], Task> _before = (_, _) => Task.CompletedTask;

    /// <summary>What was asked: the method's name and its arguments.</summary>
    public List<(string What, object?[] With)> Asked { get; } = [];

    public static (T Port, Watched Watch) Around<T>(T port, Func<string, object?[], Task>? before = null) where T : class
    {
        var proxy = Create<T, Watched>();
        var watched = (Watched)(object)proxy;
        (watched._port, watched._before) = (port, before ?? watched._before);
        return (proxy, watched);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Asked.Add((targetMethod!.Name, args ?? []));
        _before(targetMethod.Name, args ?? []).GetAwaiter().GetResult();
        return targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
