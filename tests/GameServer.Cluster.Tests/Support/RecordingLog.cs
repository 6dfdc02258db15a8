using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GameServer.Cluster.Tests.Support;

/// <summary>Keeps what was logged, but for debugging: what a session says there would grow with every one.</summary>
internal sealed class RecordingLog : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> entries = new();

    public IEnumerable<string> At(LogLevel level) => entries.Where(entry => entry.Level == level).Select(entry => entry.Text);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        entries.Enqueue((logLevel, formatter(state, exception)));
}
