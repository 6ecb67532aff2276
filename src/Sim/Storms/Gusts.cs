using Sluice.Turns.Ports;
using Dice = Sluice.Hub.Model.Dice;
using Installation = Sluice.Hub.Model.Installation;

namespace Sluice.Sim.Storms;

/// <summary>A connection broke, before a call took effect or after it.</summary>
internal sealed class GaleException(string where) : IOException($"the connection broke {where}");

/// <summary>
/// Draws what befalls calls of ports, with dice of its own: each as the real port would tell it, as an exception, as "later", or as a
/// refusal that is gone when asked again.
/// </summary>
public sealed class Gusts(Dice dice, TimeProvider clock, Installation installation, Tally tally)
{
    private enum Gust
    {
        None,
        Broken,
        Later,
        AnswerLost,
        Refused,
    }

    /// <summary>Probability that one call meets a gust.</summary>
    public double Rate { get; set; }

    /// <summary>Of those, how many are refusals that are gone when asked again.</summary>
    public double Refusals { get; set; }

    /// <exception cref="GaleException">It broke.</exception>
    public object? Meet(Call call)
    {
        var type = call.Method.ReturnType;
        if (
            Suspended(call.Port)
            && GustAnswers.Later(type, clock.GetUtcNow() + TimeSpan.FromMinutes(1), "This installation has been suspended", undone: true)
                is { } suspended
        )
        {
            tally.Add(Fault.AppRefused);
            return suspended;
        }

        switch (Next())
        {
            case Gust.Broken:
                tally.Add(Fault.ConnectionBroke);
                throw new GaleException($"before {call.FullName}");
            case Gust.Later when GustAnswers.Later(type, Soon(), "502 Bad Gateway") is { } later:
                tally.Add(Fault.AnsweredLater);
                return later;
            case Gust.Refused when GustAnswers.Refused(type, "409: try again", 409) is { } refused:
                tally.Add(Fault.Refused);
                return refused;
            case Gust.AnswerLost:
                call.Through();
                tally.Add(Fault.AnswerLost);
                return GustAnswers.Later(type, Soon(), "no answer within a minute") ?? throw new GaleException($"after {call.FullName}");
            default:
                return call.Through();
        }
    }

    private Gust Next()
    {
        if (Rate <= 0 || !dice.Chance(Rate))
        {
            return Gust.None;
        }

        return dice.Chance(Refusals) ? Gust.Refused : dice.Pick([Gust.Broken, Gust.Later, Gust.AnswerLost]);
    }

    private DateTimeOffset Soon() => clock.GetUtcNow() + TimeSpan.FromSeconds(dice.Between(1, 120));

    /// <summary>GitHub answers a suspended App nothing; its own disk and database do.</summary>
    private bool Suspended(object port) => installation.SuspendedAt is not null && port is IGitHub;
}
