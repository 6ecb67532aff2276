namespace Sluice.Cli.Demo;

/// <summary>
/// Where CI, fleet and deployer work, each by itself and awaited by nobody: what fails there ends the demo, which would else wait for what
/// never comes.
/// </summary>
internal sealed class Backstage
{
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Faulted with a <see cref="Mishap"/> once something has failed; it never ends otherwise.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Until it is done, is told to end, or fails.</summary>
    public async Task Work(string who, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException)
        {
            // The demo is over; what was begun stays as it is.
        }
        catch (Exception fault)
        {
            _failed.TrySetException(new Mishap(who, fault));
        }
    }
}

/// <summary>Something of the demo's own has failed; what comes now would say nothing about the bot.</summary>
internal sealed class Mishap(string who, Exception fault) : Exception($"demo: its {who} failed: {fault.Message}", fault)
{
    public override string ToString() => $"{Message}\n{InnerException}";
}
