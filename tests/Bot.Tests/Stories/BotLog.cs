using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sluice.Bot.Tests.Stories;

/// <summary>What the bot logged last.</summary>
internal sealed class BotLog : ILoggerProvider
{
    private const int Kept = 60;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Where each line is told as well.</summary>
    public Action<string>? Also { get; init; }

    public void Add(string line)
    {
        Also?.Invoke(line);
        _lines.Enqueue(line);
        while (_lines.Count > Kept)
        {
            _lines.TryDequeue(out _);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Pen(this, categoryName);

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose() { }

    private sealed class Pen(BotLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                log.Add($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
