using Sluice.Turns.Ports;

namespace Sluice.Turns;

/// <summary>A look needs an answer that is not to be had now; the turn is taken again then.</summary>
public sealed class NotNowException(string why, DateTimeOffset? until) : Exception(why)
{
    public DateTimeOffset? Until => until;
}

internal static class Answers
{
    public static T OrThrow<T>(this Answer<T> answer) =>
        answer.Match(
            value => value,
            refused => throw new NotNowException(refused.Why, null),
            later => throw new NotNowException(later.Why, later.Until)
        );
}
