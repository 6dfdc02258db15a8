using GameServer.Client.Connection;
using GameServer.Protocol;

namespace GameServer.Client.Rooms;

/// <summary>
/// The commands of one seat that are not over: numbered, sent again until answered, acknowledged when it is time. It knows
/// neither sockets nor clocks: what is to be sent goes to the sink.
/// </summary>
internal sealed class CommandStream(int handle, Func<long> newStream)
{
    // Half of what may be open: acknowledged early enough that a busy client never has to wait for it.
    private const int AcknowledgeAt = Limits.OpenCommands / 2;

    private readonly Queue<Pending> _open = new();
    private long _last;
    private long _acknowledged;
    private long _answeredUpTo;
    private long _lastGap;
    private bool _answeredSinceTick = true;

    public long Stream { get; private set; } = newStream();

    /// <summary>True if there is no room for another command even after acknowledging all that can be.</summary>
    public bool IsFull => _open.Count - (_answeredUpTo - _acknowledged) >= Limits.OpenCommands;

    /// <summary>Numbers a command and sends it; without a sink it waits for <see cref="OnJoined"/>.</summary>
    public Task<Answer> Add(string name, Payload payload, IFrameSink? sink)
    {
        if (sink is not null && _open.Count >= Limits.OpenCommands)
            Acknowledge(sink);
        var pending = new Pending(new CommandFrame(handle, Stream, ++_last, name, payload));
        _open.Enqueue(pending);
        sink?.Send(pending.Frame);
        return pending.Result.Task;
    }

    public void OnAnswer(AnswerFrame frame, IFrameSink sink)
    {
        if (frame.Stream != Stream)
            return;
        _answeredSinceTick = true;
        _lastGap = 0;
        foreach (var pending in _open)
        {
            if (pending.Frame.N == frame.N && !pending.Answered)
            {
                pending.Answered = true;
                pending.Result.TrySetResult(new Answer(frame.Code, frame.Payload.Detached()));
            }
            if (pending.Answered && pending.Frame.N == _answeredUpTo + 1)
                _answeredUpTo++;
        }
        if (_answeredUpTo - _acknowledged >= AcknowledgeAt)
            Acknowledge(sink);
    }

    /// <summary>The room has the seat again: it gets what it may have missed. An acknowledgement may have been lost as well.</summary>
    public void OnJoined(IFrameSink sink)
    {
        _lastGap = 0;
        _acknowledged = _answeredUpTo;
        DropAcknowledged();
        if (_acknowledged > 0)
            sink.Send(new AckFrame(handle, Stream, _acknowledged));
        SendUnanswered(sink);
    }

    /// <summary>The room missed a command. If that is one that is over for this client, the seat is another one and its history gone.</summary>
    public void OnGap(long stream, long expected, IFrameSink sink)
    {
        if (stream != Stream || expected == _lastGap)
            return;
        _lastGap = expected;
        if (expected <= _answeredUpTo)
            Restart();
        else
            SendUnanswered(sink, expected);
    }

    public void SendUnanswered(IFrameSink sink, long from = 0)
    {
        foreach (var pending in _open)
        {
            if (!pending.Answered && pending.Frame.N >= from)
                sink.Send(pending.Frame);
        }
    }

    public void Acknowledge(IFrameSink sink)
    {
        if (_answeredUpTo == _acknowledged)
            return;
        _acknowledged = _answeredUpTo;
        DropAcknowledged();
        sink.Send(new AckFrame(handle, Stream, _acknowledged));
    }

    /// <summary>Now and then: acknowledges lazily, and sends again what has been without an answer since the last time.</summary>
    public void Tick(IFrameSink sink)
    {
        Acknowledge(sink);
        if (!_answeredSinceTick)
            SendUnanswered(sink);
        _answeredSinceTick = _open.Count == 0;
    }

    public void Fail(GameException reason)
    {
        foreach (var pending in _open)
            pending.Result.TrySetException(reason);
        _open.Clear();
    }

    private void Restart()
    {
        // Whether the old seat applied them cannot be found out any more; sending them under new numbers might apply them twice.
        Fail(new GameException(ErrorCodes.CommandGap, "The seat was given up before the command was answered; whether it was carried out is not known."));
        Stream = newStream();
        _last = _acknowledged = _answeredUpTo = _lastGap = 0;
    }

    private void DropAcknowledged()
    {
        while (_open.TryPeek(out var oldest) && oldest.Frame.N <= _acknowledged)
            _ = _open.Dequeue();
    }

    private sealed class Pending(CommandFrame frame)
    {
        public CommandFrame Frame { get; } = frame;

        public TaskCompletionSource<Answer> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Answered { get; set; }
    }
}
