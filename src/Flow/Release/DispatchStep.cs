namespace Sluice.Flow.Release;

/// <summary>What is done next to tell a deployer of a deployment.</summary>
public abstract record DispatchStep
{
    private DispatchStep() { }

    /// <summary>The dispatch is sent.</summary>
    public sealed record Send : DispatchStep;

    /// <summary>GitHub is asked for the run that it began.</summary>
    public sealed record Find : DispatchStep;

    /// <summary>The run is known: how it stands is how the deployment stands.</summary>
    public sealed record Follow(long Run) : DispatchStep;

    /// <summary>Nothing before then.</summary>
    public sealed record Wait(DateTimeOffset Until) : DispatchStep;

    /// <summary>It is written down that nobody will know.</summary>
    public sealed record Doubt : DispatchStep;

    /// <summary>Nothing: whoever was told answers by the deployment, or it times out.</summary>
    public sealed record Leave : DispatchStep;

    public T Match<T>(
        Func<Send, T> send,
        Func<Find, T> find,
        Func<Follow, T> follow,
        Func<Wait, T> wait,
        Func<Doubt, T> doubt,
        Func<Leave, T> leave
    ) =>
        this switch
        {
            Send step => send(step),
            Find step => find(step),
            Follow step => follow(step),
            Wait step => wait(step),
            Doubt step => doubt(step),
            Leave step => leave(step),
            _ => throw new InvalidOperationException("no such step"),
        };
}
