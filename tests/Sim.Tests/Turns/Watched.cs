using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Turns;

/// <summary>Remembers what a port was asked; a test may do something just before a call takes effect.</summary>
internal sealed class Watched
{
    /// <summary>What was asked: the method's name and its arguments.</summary>
    public List<(string What, object?[] With)> Asked { get; } = [];

    public static (T Port, Watched Watch) Around<T>(T port, Func<string, object?[], Task>? before = null)
        where T : class
    {
        var watched = new Watched();
        return (
            Relay.Of(
                port,
                call =>
                {
                    watched.Asked.Add((call.What, call.With));
                    before?.Invoke(call.What, call.With).GetAwaiter().GetResult();
                    return call.Through();
                }
            ),
            watched
        );
    }
}
