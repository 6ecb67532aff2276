using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>Answers of any type, or null where a port has no such answer.</summary>
public static class GustAnswers
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
