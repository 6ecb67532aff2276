using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>
/// What was landed and taken back, where a pull of the bot's own lands it again: the bot only carries it, and whose work it is stays so.
/// </summary>
/// <param name="Authors">Who opened what it lands again.</param>
/// <param name="Makers">Of the commits that landed first.</param>
/// <param name="Origin">As it was when it landed.</param>
public sealed record Relanded(Row<Actor> Authors, Row<Maker> Makers, OriginAssessment Origin)
{
    /// <summary>Whichever asks for more: what was pushed onto it since is looked at as well.</summary>
    public static OriginAssessment Over(Relanded? known, OriginAssessment own) =>
        known?.Origin is { } first && first.Class > own.Class ? first : own;
}
