using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>Ctrl-C and <c>kill</c>: whoever runs is asked to end, once, and the process does not die under it.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>A bot that is told to end lets its turns end first, and then its database.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Never disposed: a signal may still be on its way when the verb has ended.
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public Signals() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, 130)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, 143)),
        ];

    public CancellationToken Stop => _stop.Token;

    /// <summary>What the process exits with where a signal kept the verb from its end: 128 and the signal's number.</summary>
    public Task<int> Code => _came.Task;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context, int code)
    {
        context.Cancel = true;
        if (_came.TrySetResult(code))
        {
            // On other threads than the signal's: what somebody's callback throws must not end the process.
            _ = _stop.CancelAsync();
        }
    }
}
