using Sluice.Flow.Intake.Risk.Advising;

namespace Sluice.Turns.Ports;

/// <summary>A language model that is shown a change, where the process's settings name one.</summary>
public interface IAdvisor
{
    /// <summary>
    /// Its answer as it came, to be read by <see cref="AdvisorAnswer"/>. Refused: it failed, took too long or has nothing left to spend;
    /// that is final. Later: it was not asked at all.
    /// </summary>
    Task<Answer<string>> Ask(Question question, CancellationToken stop);
}
