using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub;

/// <summary>Goes on with what was made; a refusal or a delay goes through.</summary>
internal static class Answers
{
    public static Answer<TResult> Map<T, TResult>(this Answer<T> answer, Func<T, TResult> next) => answer.Match<Answer<TResult>>(
        made => new Answer<TResult>.Made(next(made)),
        refused => new Answer<TResult>.Refused(refused.Why, refused.Status),
        later => new Answer<TResult>.Later(later.Until, later.Why));

    public static async Task<Answer<TResult>> Map<T, TResult>(this Task<Answer<T>> answer, Func<T, TResult> next) => (await answer).Map(next);

    public static async Task<Answer<TResult>> Then<T, TResult>(this Task<Answer<T>> answer, Func<T, Task<Answer<TResult>>> next) => await (await answer).Match(
        next,
        refused => Task.FromResult<Answer<TResult>>(new Answer<TResult>.Refused(refused.Why, refused.Status)),
        later => Task.FromResult<Answer<TResult>>(new Answer<TResult>.Later(later.Until, later.Why)));

    /// <summary>Takes a refusal of these statuses for an answer of its own.</summary>
    public static async Task<Answer<T>> Or<T>(this Task<Answer<T>> answer, T instead, params int[] statuses) =>
        await answer is var came && came is Answer<T>.Refused refused && statuses.Contains(refused.Status) ? new Answer<T>.Made(instead) : came;
}
