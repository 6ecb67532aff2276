using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>
/// Until a first fetch of a repository has ended well nobody has anything of it, and it may take half an hour: whoever waited for it would
/// keep a turn, or the sweep, from all other repositories. He waits a moment, and is told to come again.
/// </summary>
internal sealed class FirstFetch(TimeProvider clock)
{
    public static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private bool _over;

    /// <param name="board">Waits for the fetch, or for the next one.</param>
    public async Task<Answer<Nothing>> Await(Func<Task<Answer<Nothing>>> board, CancellationToken stop)
    {
        var (over, since) = Now();
        if (over)
        {
            return await board();
        }

        if (clock.GetUtcNow() - since >= Moment)
        {
            return ComeAgain(since);
        }

        try
        {
            return await board().WaitAsync(Moment, clock, stop);
        }
        catch (TimeoutException)
        {
            return ComeAgain(Now().Since);
        }
    }

    /// <param name="fetch">Asks the server.</param>
    public async Task<Answer<Nothing>> Run(Func<Task<Answer<Nothing>>> fetch)
    {
        Note(clock.GetUtcNow(), false);
        var isHere = false;
        try
        {
            var answer = await fetch();
            isHere = answer is Answer<Nothing>.Made;
            return answer;
        }
        finally
        {
            Note(null, isHere);
        }
    }

    private (bool Over, DateTimeOffset? Since) Now()
    {
        lock (_gate)
        {
            return (_over, _since);
        }
    }

    private void Note(DateTimeOffset? since, bool isHere)
    {
        lock (_gate)
        {
            (_since, _over) = (since, _over || isHere);
        }
    }

    private Answer<Nothing> ComeAgain(DateTimeOffset? since)
    {
        var now = clock.GetUtcNow();
        var begun = since is { } time ? $", since {time.UtcDateTime:HH:mm:ss} UTC" : "";
        return new Answer<Nothing>.Later(
            now + Again,
            $"the repository is fetched for the first time{begun}: nothing happens in it until that is done"
        );
    }
}
