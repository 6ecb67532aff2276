using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Fakes;

/// <summary>An advisor that answers by a script, and keeps what it was asked.</summary>
public sealed class ScriptedAdvisor(Func<Question, Task<Answer<string>>> script) : IAdvisor
{
    public List<Question> Asked { get; } = [];

    public Task<Answer<string>> Ask(Question question, CancellationToken stop)
    {
        Asked.Add(question);
        return script(question);
    }
}
