using System.Threading.Channels;
using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// A CI that judges a tree at once, by what its files say: a line <c>fails</c> fails every tree, <c>fails beside PATH</c> those that hold
/// that file too, <c>fails at first</c> the first attempt of every run, <c>fails at first in JOB</c> that of one job. It can be made to
/// wait, and to annotate the file that fails, as test reporters do.
/// </summary>
internal sealed class InstantCi : IAsyncDisposable
{
    private readonly HubServer _hub;
    private readonly IDisposable _subscription;
    private readonly Channel<WorkflowJob> _jobs = Channel.CreateUnbounded<WorkflowJob>();
    private readonly List<WorkflowJob> _held = [];
    private readonly Task _judging;
    private bool _holds;
    private string? _ends;

    public InstantCi(HubServer hub)
    {
        _hub = hub;
        _subscription = hub.World.Subscribe(happened =>
        {
            if (happened is WorkflowJobChange { Did: "queued", Job: var job })
            {
                Take(job);
            }
        });
        _judging = Judge();
    }

    /// <summary>Jobs that nobody has judged or cancelled, oldest first.</summary>
    public IReadOnlyList<WorkflowJob> Held => [.. _held.Where(job => job.Status != "completed")];

    /// <summary>Whether a failed job says at which file it failed.</summary>
    public bool Annotates { get; set; }

    /// <summary>From now on jobs wait.</summary>
    public void Hold() => _hub.World.Do(() => _holds = true);

    public void GoOn() =>
        _hub.World.Do(() =>
        {
            _holds = false;
            _held.ForEach(job => _jobs.Writer.TryWrite(job));
            _held.Clear();
            return true;
        });

    /// <summary>Judges one that waits, and goes on holding the others.</summary>
    public void Let(WorkflowJob job) => _hub.World.Do(() => _held.Remove(job) && _jobs.Writer.TryWrite(job));

    /// <summary>While it is, no job has a verdict: its runners are gone.</summary>
    public void Break(bool isBroken, string ends = "timed_out") => _hub.World.Do(() => _ends = isBroken ? ends : null);

    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        _jobs.Writer.Complete();
        await _judging;
    }

    // Called inside the world's change.
    private void Take(WorkflowJob job)
    {
        if (_holds)
        {
            _held.Add(job);
        }
        else
        {
            _jobs.Writer.TryWrite(job);
        }
    }

    private async Task Judge()
    {
        await foreach (var job in _jobs.Reader.ReadAllAsync())
        {
            _hub.World.Do(() =>
            {
                var failure = Failure(job.Run.Repository.Git, job.Run.HeadSha, job);
                var why = failure is { } at ? $"{at.Path} {at.Line}" : "All is well";
                return _hub.World.Actions.Start(job)
                    && _hub.World.Actions.Finish(
                        job,
                        _ends is { } end ? end
                            : failure is null ? "success"
                            : "failure",
                        new CheckOutput(why, why, null, [.. Notes(failure?.Path)])
                    );
            });
        }
    }

    /// <summary>Actions itself annotates each job that failed, at no file.</summary>
    private IEnumerable<CheckAnnotation> Notes(string? path) =>
        path is null || !Annotates
            ? []
            :
            [
                new CheckAnnotation(path, 1, 1, null, null, "failure", "expected something else", null, null),
                new CheckAnnotation(".github", 1, 1, null, null, "failure", "Process completed with exit code 1.", null, null),
            ];

    private static (string Path, string Line)? Failure(IGit git, string commit, WorkflowJob job)
    {
        var files = TreeEdit
            .Files(git, git.Commit(commit)!.Tree)
            .ToDictionary(file => file.Path, file => file.Entry.Sha, StringComparer.Ordinal);
        foreach (var (path, blob) in files)
        {
            foreach (var line in System.Text.Encoding.UTF8.GetString(git.Blob(blob)!).Split('\n'))
            {
                if (
                    line == "fails"
                    || ((line == "fails at first" || line == $"fails at first in {job.Name}") && job.Run.Attempt == 1)
                    || (line.StartsWith("fails beside ", StringComparison.Ordinal) && files.ContainsKey(line["fails beside ".Length..]))
                )
                {
                    return (path, line);
                }
            }
        }

        return null;
    }
}
