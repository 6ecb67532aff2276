using Sluice.Turns.Ports;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>The model's answers as the port's.</summary>
internal static class WorldAnswers
{
    public static Task<Answer<T>> Made<T>(T value) => Task.FromResult<Answer<T>>(new Answer<T>.Made(value));

    public static Task<Answer<T>> Refused<T>(Model.Refusal refusal) =>
        Task.FromResult<Answer<T>>(new Answer<T>.Refused(refusal.Message, refusal.Status));

    public static Task<Answer<T>> Told<TModel, T>(Model.Answer<TModel> answer, Func<TModel, T> map) =>
        answer.Refusal is { } refusal ? Refused<T>(refusal) : Made(map(answer.Value));
}
