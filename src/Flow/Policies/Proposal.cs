namespace Sluice.Flow.Policies;

/// <summary>The sluice.yml that a pull request would put in place: read to be told about, obeyed by nobody before it is on the base.</summary>
/// <param name="Removed">The head has no such file.</param>
/// <param name="Changes">What would be other than what is in force at the base; empty while there are faults.</param>
public sealed record Proposal(Row<Fault> Faults, int More, bool Removed, Row<SettingChange> Changes)
{
    /// <param name="text">The head's file; null: it has none.</param>
    /// <param name="inForce">Every setting in force at the base.</param>
    public static Proposal Of(string? text, Row<Setting> inForce)
    {
        var reading = PolicyReader.Read(text ?? "");
        return new Proposal(reading.Faults, reading.More, text is null, reading.Policy is null ? [] : SettingChange.Between(inForce, reading.Settings));
    }
}
