using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>A port that does one thing wrong: what a bug in the code behind it would do.</summary>
internal static class Bent
{
    /// <param name="bend">Null of a call: it goes through as it is.</param>
    public static T Around<T>(T port, Func<Call, object?> bend)
        where T : class => Relay.Of(port, call => bend(call) ?? call.Through());
}
