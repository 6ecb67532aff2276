namespace Sluice.Bot.Git;

/// <summary>
/// Commits of candidates and small fetches leave loose objects; git itself is kept from tidying at a time of its choosing. It goes beside
/// fetches, pushes and merges, as git allows: a large repository's takes minutes, and no landing waits for them.
/// </summary>
/// <param name="tidy">Any end of it will do: the next one goes on.</param>
internal sealed class Tidying(Func<CancellationToken, Task> tidy)
{
    /// <summary>In fetches.</summary>
    public const int Every = 200;

    private static readonly TimeSpan Longest = TimeSpan.FromHours(2);

    private int _fetches;

    /// <summary>Nobody tidies, or not any more.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public static Tidying Of(Mirror mirror) =>
        new(async stop =>
        {
            try
            {
                await mirror.Ask(
                    new GitCommand(mirror.Path, "gc", "--auto", "--quiet")
                    {
                        Timeout = Longest,
                        Settings =
                        [
                            new("gc.auto", "6700"),
                            new("gc.autoDetach", "false"),
                            new("pack.threads", "1"), // turns need the other processors
                        ],
                    },
                    stop
                );
            }
            finally
            {
                mirror.Lasting.Forget(); // also what was looked up while it went
            }
        });

    /// <summary>One fetch more; fetches take turns.</summary>
    public void Fetched(CancellationToken stop)
    {
        if (++_fetches % Every == 0 && Ended.IsCompleted)
        {
            Ended = Tidy(stop);
        }
    }

    private async Task Tidy(CancellationToken stop)
    {
        try
        {
            await tidy(stop);
        }
        catch (Exception fault) when (fault is GitException or OperationCanceledException)
        {
            // It took too long, or the process ends.
        }
    }
}
