using System.Text.Json.Serialization;

namespace Sluice.Flow.Release;

/// <summary>What a judge that only watches would have done with a canary.</summary>
/// <param name="At">When it would have.</param>
/// <param name="Blame">Whom it would have blamed; null: nobody, or it would have had to find out.</param>
/// <param name="Says">The same in a sentence.</param>
public sealed record WouldHave(WouldDo Does, DateTimeOffset At, Blame? Blame, string Says);

[JsonConverter(typeof(JsonStringEnumConverter<WouldDo>))]
public enum WouldDo
{
    Promote,
    RollBack,
    Ask,
}
