namespace Sluice.Flow.Policies;

/// <summary>
/// The sluice.yml that a pull request would put in place: read to be told about, obeyed by nobody before it is on the base.
/// </summary>
/// <param name="Removed">The head has no such file.</param>
/// <param name="Changes">What would be other than what is in force at the base; empty while there are faults.</param>
public sealed record Proposal(Row<Fault> Faults, int More, bool Removed, Row<SettingChange> Changes)
{
    /// <summary>What it would be; null: it has faults.</summary>
    public Policy? Policy { get; init; }

    /// <summary>What a replay of the last days says of it; null: none was made, or it is not over.</summary>
    public Rehearsal? Rehearsal { get; init; }

    /// <param name="text">The head's file; null: it has none.</param>
    /// <param name="inForce">Every setting in force at the base.</param>
    public static Proposal Of(string? text, Row<Setting> inForce)
    {
        var reading = PolicyReader.Read(text ?? "");
        return new Proposal(
            reading.Faults,
            reading.More,
            text is null,
            reading.Policy is null ? [] : SettingChange.Between(inForce, reading.Settings)
        )
        {
            Policy = reading.Faults.Count == 0 ? reading.Policy : null,
        };
    }
}
