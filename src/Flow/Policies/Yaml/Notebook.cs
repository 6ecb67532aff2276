namespace Sluice.Flow.Policies.Yaml;

/// <summary>What a reading leaves beside the policy: its faults, and every key that was asked for with what it has.</summary>
/// <param name="surveys">There is no text: the reader is led past every key, also those of lists' entries, and tells what each may
/// have.</param>
internal sealed class Notebook(bool surveys = false)
{
    public List<Fault> Faults { get; } = [];

    public List<Setting> Settings { get; } = [];

    public bool Surveys => surveys;
}
