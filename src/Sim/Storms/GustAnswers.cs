using System.Reflection;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Storms;

/// <summary>Answers of any type, or null where a port has no such answer.</summary>
public static class GustAnswers
{
    /// <param name="undone">It is certain that nothing was done.</param>
    public static object? Later(Type type, DateTimeOffset until, string why, bool undone = false) =>
        type == typeof(Task<PushAnswer>)
            ? Task.FromResult<PushAnswer>(new PushAnswer.Later(until, why))
            : Make(type, nameof(LaterOf), until, why, undone);

    public static object? Refused(Type type, string why, int status) =>
        type == typeof(Task<PushAnswer>) ? null : Make(type, nameof(RefusedOf), why, status);

    private static object? Make(Type type, string how, params object[] with) =>
        type.IsGenericType
        && type.GetGenericArguments()[0] is { IsGenericType: true } answer
        && answer.GetGenericTypeDefinition() == typeof(Answer<>)
            ? typeof(GustAnswers)
                .GetMethod(how, BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(answer.GetGenericArguments())
                .Invoke(null, with)
            : null;

    private static Task<Answer<T>> LaterOf<T>(DateTimeOffset until, string why, bool undone) =>
        Task.FromResult<Answer<T>>(new Answer<T>.Later(until, why) { Undone = undone });

    private static Task<Answer<T>> RefusedOf<T>(string why, int status) => Task.FromResult<Answer<T>>(new Answer<T>.Refused(why, status));
}
