using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Goes on with what was made; a refusal or a delay goes through.</summary>
internal static class Answers
{
    public static Answer<TResult> Map<T, TResult>(this Answer<T> answer, Func<T, TResult> next) =>
        answer is Answer<T>.Made { Value: var made } ? new Answer<TResult>.Made(next(made)) : answer.Not<TResult>();

    public static async Task<Answer<TResult>> Map<T, TResult>(this Task<Answer<T>> answer, Func<T, TResult> next) =>
        (await answer).Map(next);

    public static async Task<Answer<TResult>> Then<T, TResult>(this Task<Answer<T>> answer, Func<T, Task<Answer<TResult>>> next)
    {
        var came = await answer;
        return came is Answer<T>.Made { Value: var made } ? await next(made) : came.Not<TResult>();
    }

    /// <summary>Takes a refusal of these statuses for an answer of its own.</summary>
    public static async Task<Answer<T>> Or<T>(this Task<Answer<T>> answer, T instead, params int[] statuses)
    {
        var came = await answer;
        return came is Answer<T>.Refused refused && statuses.Contains(refused.Status) ? new Answer<T>.Made(instead) : came;
    }
}
