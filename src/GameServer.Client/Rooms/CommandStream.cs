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

    private readonly Queue<Pending> open = new();
    private long last;
    private long acknowledged;
    private long answeredUpTo;
    private long lastGap;
    private bool answeredSinceTick = true;

    public long Stream { get; private set; } = newStream();

    /// <summary>True if there is no room for another command even after acknowledging all that can be.</summary>
    public bool IsFull => open.Count - (answeredUpTo - acknowledged) >= Limits.OpenCommands;

    /// <summary>Numbers a command and sends it; without a sink it waits for <see cref="OnJoined"/>.</summary>
    public Task<Answer> Add(string name, Payload payload, IFrameSink? sink)
    {
        if (sink is not null && open.Count >= Limits.OpenCommands)
        {
            Acknowledge(sink);
        }

        var pending = new Pending(new CommandFrame(handle, Stream, ++last, name, payload));
        open.Enqueue(pending);
        sink?.Send(pending.Frame);
        return pending.Result.Task;
    }

    public void OnAnswer(AnswerFrame frame, IFrameSink sink)
    {
        if (frame.Stream != Stream)
        {
            return;
        }

        answeredSinceTick = true;
        lastGap = 0;
        foreach (var pending in open)
        {
            if (pending.Frame.N == frame.N && !pending.Answered)
            {
                pending.Answered = true;
                pending.Result.TrySetResult(new Answer(frame.Code, frame.Payload.Detached()));
            }
            if (pending.Answered && pending.Frame.N == answeredUpTo + 1)
            {
                answeredUpTo++;
            }
        }
        if (answeredUpTo - acknowledged >= AcknowledgeAt)
        {
            Acknowledge(sink);
        }
    }

    /// <summary>The room has the seat again: it gets what it may have missed. An acknowledgement may have been lost as well.</summary>
    public void OnJoined(IFrameSink sink)
    {
        lastGap = 0;
        acknowledged = answeredUpTo;
        DropAcknowledged();
        if (acknowledged > 0)
        {
            sink.Send(new AckFrame(handle, Stream, acknowledged));
        }

        SendUnanswered(sink);
    }

    /// <summary>The room missed a command. If that is one that is over for this client, the seat is another one and its history gone.</summary>
    public void OnGap(long stream, long expected, IFrameSink sink)
    {
        if (stream != Stream || expected == lastGap)
        {
            return;
        }

        lastGap = expected;
        if (expected <= answeredUpTo)
        {
            Restart();
        }
        else
        {
            SendUnanswered(sink, expected);
        }
    }

    public void SendUnanswered(IFrameSink sink, long from = 0)
    {
        foreach (var pending in open)
        {
            if (!pending.Answered && pending.Frame.N >= from)
            {
                sink.Send(pending.Frame);
            }
        }
    }

    public void Acknowledge(IFrameSink sink)
    {
        if (answeredUpTo == acknowledged)
        {
            return;
        }

        acknowledged = answeredUpTo;
        DropAcknowledged();
        sink.Send(new AckFrame(handle, Stream, acknowledged));
    }

    /// <summary>Now and then: acknowledges lazily, and sends again what has been without an answer since the last time.</summary>
    public void Tick(IFrameSink sink)
    {
        Acknowledge(sink);
        if (!answeredSinceTick)
        {
            SendUnanswered(sink);
        }

        answeredSinceTick = open.Count == 0;
    }

    public void Fail(GameException reason)
    {
        foreach (var pending in open)
        {
            pending.Result.TrySetException(reason);
        }

        open.Clear();
    }

    private void Restart()
    {
        // Whether the old seat applied them cannot be found out any more; sending them under new numbers might apply them twice.
        Fail(new GameException(ErrorCodes.CommandGap, "The seat was given up before the command was answered; whether it was carried out is not known."));
        Stream = newStream();
        last = acknowledged = answeredUpTo = lastGap = 0;
    }

    private void DropAcknowledged()
    {
        while (open.TryPeek(out var oldest) && oldest.Frame.N <= acknowledged)
        {
            _ = open.Dequeue();
        }
    }

    private sealed class Pending(CommandFrame frame)
    {
        public CommandFrame Frame { get; } = frame;

        public TaskCompletionSource<Answer> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Answered { get; set; }
    }
}
