using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;
using static Sluice.Sim.Fakes.WorldAnswers;
using Model = Sluice.Hub.Model;

namespace Sluice.Sim.Fakes;

/// <summary>Check runs that the bot writes.</summary>
internal sealed class WorldChecking(Model.World world, Model.Installation installation)
{
    private Model.Caller.Bot Bot => Model.People.As(installation);

    public Task<Answer<CheckFact>> Put(Model.Repository of, PullMove.PutCheck check)
    {
        var report = Report(check);
        var known = check.Id is { } id ? of.Marks.RunsById.GetValueOrDefault(id) : Unfinished(of, check);
        var answer = known is { } run
            ? world.Checks.Update(Bot, of, run, report)
            : world.Checks.Create(Bot, of, check.Name, check.Head.Hex, report);
        return Told(answer, made => WorldFacts.Of(of, made, null, world.Now));
    }

    /// <summary>One that a crash left without an id in the books.</summary>
    private Model.CheckRun? Unfinished(Model.Repository of, PullMove.PutCheck check) =>
        of
            .Marks.RunsOn(check.Head.Hex)
            .LastOrDefault(run =>
                run.App == installation.App && run.Name == check.Name && (run.Status != "completed" || run.ExternalId == check.Digest)
            );

    private static Model.CheckReport Report(PullMove.PutCheck check)
    {
        var (status, conclusion) = check.State switch
        {
            CheckState.Queued => ("queued", null),
            CheckState.Running => ("in_progress", null),
            CheckState.Success => ("completed", "success"),
            CheckState.Failure => ("completed", "failure"),
            CheckState.Cancelled => ("completed", "cancelled"),
            _ => ("completed", (string?)"neutral"),
        };
        return new Model.CheckReport
        {
            Status = status,
            Conclusion = conclusion,
            ExternalId = check.Digest,
            Output = new Model.CheckOutput(
                check.Title,
                check.Summary,
                check.Text,
                [
                    .. check.Annotations.Select(note => new Model.CheckAnnotation(
                        note.Path,
                        note.Line,
                        note.Line,
                        note.Column,
                        note.Column,
                        "failure",
                        note.Message,
                        null,
                        null
                    )),
                ]
            ),
        };
    }
}
