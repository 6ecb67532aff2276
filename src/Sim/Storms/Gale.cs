using System.Reflection;
using Sluice.Turns.Ports;
using Dice = Sluice.Hub.Model.Dice;
using Installation = Sluice.Hub.Model.Installation;

namespace Sluice.Sim.Storms;

/// <summary>A connection broke, before a call took effect or after it.</summary>
public sealed class GaleException(string where) : IOException($"the connection broke {where}");

/// <summary>Faults of one port: each as the real one would tell it, as an exception, as "later", or as a refusal that is gone when asked again.</summary>
public class Gale : DispatchProxy
{
    private object? _port;
    private Gusts? _gusts;

    public static T Around<T>(T port, Gusts gusts) where T : class
    {
        var proxy = Create<T, Gale>();
        var gale = (Gale)(object)proxy;
        (gale._port, gale._gusts) = (port, gusts);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (gusts, type) = (_gusts!, targetMethod!.ReturnType);
        var where = $"{targetMethod.DeclaringType!.Name}.{targetMethod.Name}";
        if (gusts.Suspended(_port!) && Answers.Refused(type, "This installation has been suspended", 403) is { } suspended)
        {
            return suspended;
        }

        switch (gusts.Next())
        {
            case Gust.Broken:
                throw new GaleException($"before {where}");
            case Gust.Later when Answers.Later(type, gusts.Soon(), "502 Bad Gateway") is { } later:
                return later;
            case Gust.Refused when Answers.Refused(type, "409: try again", 409) is { } refused:
                return refused;
            case Gust.AnswerLost:
                Call(targetMethod, args);
                return Answers.Later(type, gusts.Soon(), "no answer within a minute") ?? throw new GaleException($"after {where}");
            default:
                return Call(targetMethod, args);
        }
    }

    private object? Call(MethodInfo method, object?[]? args) => method.Invoke(_port, BindingFlags.DoNotWrapExceptions, null, args, null);

    /// <summary>Answers of any type, or null where a port has no such answer.</summary>
    private static class Answers
    {
        public static object? Later(Type type, DateTimeOffset until, string why) =>
            type == typeof(Task<PushAnswer>) ? Task.FromResult<PushAnswer>(new PushAnswer.Later(until, why)) : Make(type, typeof(Answer<>.Later), until, why);

        public static object? Refused(Type type, string why, int status) =>
            type == typeof(Task<PushAnswer>) ? null : Make(type, typeof(Answer<>.Refused), why, status);

        private static object? Make(Type type, Type kind, params object[] with)
        {
            if (!type.IsGenericType || type.GetGenericArguments()[0] is not { IsGenericType: true } answer || answer.GetGenericTypeDefinition() != typeof(Answer<>))
            {
                return null;
            }

            var made = Activator.CreateInstance(kind.MakeGenericType(answer.GetGenericArguments()), with);
            return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(answer).Invoke(null, [made]);
        }
    }
}

/// <summary>What befalls one call.</summary>
public enum Gust { None, Broken, Later, AnswerLost, Refused }

/// <summary>Draws what befalls calls, with dice of its own.</summary>
public sealed class Gusts(Dice dice, TimeProvider clock, Installation installation)
{
    /// <summary>Probability that one call meets one of them.</summary>
    public double Rate { get; set; }

    /// <summary>Of those, how many are refusals that are gone when asked again.</summary>
    public double Refusals { get; set; }

    public int Count { get; private set; }

    public Gust Next()
    {
        if (Rate <= 0 || !dice.Chance(Rate))
        {
            return Gust.None;
        }

        Count++;
        return dice.Chance(Refusals) ? Gust.Refused : dice.Pick([Gust.Broken, Gust.Later, Gust.AnswerLost]);
    }

    public DateTimeOffset Soon() => clock.GetUtcNow() + TimeSpan.FromSeconds(dice.Between(1, 120));

    /// <summary>GitHub answers a suspended App nothing; its own disk and database do.</summary>
    public bool Suspended(object port) => installation.SuspendedAt is not null && port is IGitHub;
}
